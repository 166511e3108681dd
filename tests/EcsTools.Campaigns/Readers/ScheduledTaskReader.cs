using System;
using System.Linq;
using System.Text;
using EcsTools.Campaigns.Mutations;
using EcsTools.Schedules.Conversion;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Campaigns.Readers;

/// <summary>The XML of tasks of the Windows Task Scheduler, and crontabs.</summary>
internal sealed class ScheduledTaskReader : IForeignReader
{
    private static readonly DateTimeOffset Now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly byte[] Task = """
        <?xml version="1.0" encoding="UTF-16"?>
        <Task version="1.4" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
          <RegistrationInfo><Description>Saves &amp; checks</Description><URI>\Backup\Nightly</URI></RegistrationInfo>
          <Triggers>
            <CalendarTrigger><Repetition><Interval>PT15M</Interval><Duration>PT9H</Duration><StopAtDurationEnd>false</StopAtDurationEnd></Repetition>
              <StartBoundary>2026-05-04T22:30:00</StartBoundary><Enabled>true</Enabled><RandomDelay>PT1H30M</RandomDelay>
              <ScheduleByWeek><WeeksInterval>2</WeeksInterval><DaysOfWeek><Monday /><Friday /></DaysOfWeek></ScheduleByWeek></CalendarTrigger>
            <CalendarTrigger><StartBoundary>2027-02-01T03:30:00Z</StartBoundary><EndBoundary>2028-01-01T00:00:00+02:00</EndBoundary>
              <ScheduleByMonth><DaysOfMonth><Day>1</Day><Day>31</Day><Day>Last</Day></DaysOfMonth><Months><January /><May /></Months></ScheduleByMonth></CalendarTrigger>
            <CalendarTrigger><StartBoundary>2026-05-04T03:30:30.5</StartBoundary><ScheduleByMonthDayOfWeek><Weeks><Week>2</Week><Week>Last</Week></Weeks>
              <DaysOfWeek><Tuesday /></DaysOfWeek></ScheduleByMonthDayOfWeek></CalendarTrigger>
            <CalendarTrigger><StartBoundary>2026-05-04T03:30:00</StartBoundary><ScheduleByDay><DaysInterval>3</DaysInterval></ScheduleByDay></CalendarTrigger>
            <TimeTrigger><StartBoundary>2027-05-04T03:30:00</StartBoundary></TimeTrigger><BootTrigger><Delay>PT5M</Delay></BootTrigger>
          </Triggers>
          <Settings><Enabled>true</Enabled><ExecutionTimeLimit>PT2H</ExecutionTimeLimit><RestartOnFailure><Interval>PT1M</Interval><Count>3</Count></RestartOnFailure></Settings>
          <Actions Context="Author"><Exec><Command>"C:\a b\run.exe"</Command><Arguments>-x "y \" z" %TEMP%</Arguments></Exec><ComHandler /></Actions>
        </Task>
        """u8.ToArray();

    private static readonly byte[] Crontab = """
        SHELL=/bin/bash
        MAILTO="ops@example.com"
        CRON_TZ=Europe/Rome
        */15 8-18 * * mon-fri /opt/report.py --week | mail -s "a%b" ops
        0 3 1,15 * 5 cd /srv && ./backup.sh \%F
        @reboot /opt/agent
        @weekly /opt/clean
        """u8.ToArray();

    public string Name => "scheduled-task";

    public bool IsInner => false;

    public Action Prepare(Random random)
    {
        var isXml = random.Next(4) > 0;
        var good = isXml ? Task : Crontab;
        var text = Encoding.UTF8.GetString(random.Next(2) == 0 ? YamlMutations.Mutate(good, random) : ByteMutations.Mutate(good, Crontab, random));
        var zone = ScheduleTimeZone.Parse("Europe/Rome");
        return isXml
            ? () => _ = WindowsTaskXml.Parse(text, "a.xml").SelectMany(new WindowsTaskConverter(zone, Now).Convert).ToList()
            : () => _ = new CrontabConverter(zone, Now).Convert(text, "crontab");
    }

    public void Dispose()
    {
    }
}
