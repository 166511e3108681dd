// What stands between a command and the sandbox in some tests: a server that stalls, refuses or rewrites one request, and a host whose screen can be read.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.TestRelay
{
    /// <summary>Passes requests on to a sandbox, except those that shall not be answered, or shall be refused, or whose answer is another one.</summary>
    public sealed class StallingRelay : IDisposable
    {
        private readonly HttpListener _listener;
        private readonly HttpClient _http = new HttpClient();
        private readonly string _target;
        private readonly ManualResetEventSlim _held = new ManualResetEventSlim();
        private volatile Regex _stalls;
        private volatile bool _refuses;
        private volatile Func<string, string, string> _rewrite = (request, answer) => answer;

        public StallingRelay(string target)
        {
            _target = target.TrimEnd('/');
            while (_listener == null)
            {
                int port;
                using (var probe = new TcpListener(IPAddress.Loopback, 0))
                {
                    probe.Start();
                    port = ((IPEndPoint)probe.LocalEndpoint).Port;
                    probe.Stop();
                }

                var listener = new HttpListener();
                listener.Prefixes.Add("http://127.0.0.1:" + port + "/");
                try
                {
                    listener.Start();
                    _listener = listener;
                    EndpointUrl = "http://127.0.0.1:" + port;
                }
                catch (HttpListenerException)
                {
                    // Somebody took the port in between.
                }
            }

            _ = ServeAsync();
        }

        public string EndpointUrl { get; }

        /// <summary>Stalls, or refuses, what matches from now on: the operation, the method with the path, or the body.</summary>
        public void Stall(string pattern, bool refuse)
        {
            _held.Reset();
            _refuses = refuse;
            _stalls = new Regex(pattern);
        }

        /// <summary>Changes a text in the answers to what matches, as if AWS had said so.</summary>
        public void Rewrite(string pattern, string from, string to)
        {
            _rewrite = (request, answer) => Regex.IsMatch(request, pattern) ? answer.Replace(from, to) : answer;
        }

        public bool WaitUntilHeld(int seconds) => _held.Wait(TimeSpan.FromSeconds(seconds));

        public void Dispose()
        {
            _listener.Close();
            _http.Dispose();
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    _ = AnswerAsync(context);
                }
            }
            catch (Exception closed) when (closed is HttpListenerException || closed is ObjectDisposedException)
            {
                // The tests are over.
            }
        }

        private async Task AnswerAsync(HttpListenerContext context)
        {
            var request = context.Request;
            using (var body = new MemoryStream())
            {
                await request.InputStream.CopyToAsync(body);
                var text = request.Headers["X-Amz-Target"] + " " + request.HttpMethod + " " + request.RawUrl + " " + Encoding.UTF8.GetString(body.ToArray());
                if (_stalls != null && _stalls.IsMatch(text))
                {
                    _held.Set();
                    if (!_refuses) { return; }
                    context.Response.StatusCode = 400;
                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes("{\"__type\":\"InvalidParameterException\",\"message\":\"Refused by the test.\"}"));
                    context.Response.Close();
                    return;
                }

                await ForwardAsync(context, text, body.ToArray());
            }
        }

        /// <summary>With the Host that was signed.</summary>
        private async Task ForwardAsync(HttpListenerContext context, string text, byte[] body)
        {
            using (var forward = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), _target + context.Request.RawUrl))
            {
                forward.Content = new ByteArrayContent(body);
                foreach (var name in context.Request.Headers.AllKeys)
                {
                    if (!forward.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]))
                    {
                        forward.Content.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]);
                    }
                }

                using (var response = await _http.SendAsync(forward))
                {
                    context.Response.StatusCode = (int)response.StatusCode;
                    context.Response.ContentType = response.Content.Headers.ContentType == null ? null : response.Content.Headers.ContentType.ToString();
                    foreach (var header in response.Headers)
                    {
                        // The type of an error is in a header, and so is the id of the request.
                        if (header.Key.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase)) { context.Response.Headers[header.Key] = string.Join(",", header.Value); }
                    }

                    var answer = await response.Content.ReadAsStringAsync();
                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(_rewrite(text, answer)));
                    context.Response.Close();
                }
            }
        }
    }

    /// <summary>A host that keeps the warnings on its screen.</summary>
    public sealed class ScreenHost : PSHost
    {
        private readonly Screen _screen = new Screen();

        public List<string> Warnings { get { return _screen.Warnings; } }

        public override PSHostUserInterface UI { get { return _screen; } }
        public override Guid InstanceId { get; } = Guid.NewGuid();
        public override string Name { get { return "ScreenHost"; } }
        public override Version Version { get { return new Version(1, 0); } }
        public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
        public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
        public override void EnterNestedPrompt() { throw new NotImplementedException(); }
        public override void ExitNestedPrompt() { throw new NotImplementedException(); }
        public override void NotifyBeginApplication() { }
        public override void NotifyEndApplication() { }
        public override void SetShouldExit(int exitCode) { }

        private sealed class Screen : PSHostUserInterface
        {
            public readonly List<string> Warnings = new List<string>();

            public override PSHostRawUserInterface RawUI { get { return null; } }
            public override void WriteWarningLine(string message) { Warnings.Add(message); }
            public override void Write(string value) { }
            public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { }
            public override void WriteLine(string value) { }
            public override void WriteErrorLine(string value) { }
            public override void WriteDebugLine(string message) { }
            public override void WriteVerboseLine(string message) { }
            public override void WriteProgress(long sourceId, ProgressRecord record) { }
            public override string ReadLine() { throw new NotImplementedException(); }
            public override SecureString ReadLineAsSecureString() { throw new NotImplementedException(); }
            public override Dictionary<string, PSObject> Prompt(string caption, string message, System.Collections.ObjectModel.Collection<FieldDescription> descriptions) { throw new NotImplementedException(); }
            public override int PromptForChoice(string caption, string message, System.Collections.ObjectModel.Collection<ChoiceDescription> choices, int defaultChoice) { throw new NotImplementedException(); }
            public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) { throw new NotImplementedException(); }
            public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) { throw new NotImplementedException(); }
        }
    }
}
