import Foundation
import GalleyDelivery
import Testing

@testable import GalleyService

@Suite(.timeLimit(.minutes(10))) struct MetricsTests {
    private static let delivered = Metrics.Family("galley_delivered_total", .counter, "Articles delivered.")
    private static let waiting = Metrics.Family("galley_waiting", .gauge, "Files in the inbox,\nby \\ pipeline.")

    private var metrics: Metrics {
        var metrics = Metrics()
        metrics.add(Self.delivered, 3, ["pipeline": "news"])
        metrics.add(Self.waiting, 0.25)
        metrics.add(Self.delivered, 1 << 40, ["pipeline": "a \"b\"\\\nc", "lang": "fr"])
        metrics.add(Self.waiting, .infinity, ["pipeline": "é"])
        return metrics
    }

    private let text = #"""
        # HELP galley_delivered_total Articles delivered.
        # TYPE galley_delivered_total counter
        galley_delivered_total{pipeline="news"} 3
        galley_delivered_total{pipeline="a \"b\"\\\nc",lang="fr"} 1099511627776
        # HELP galley_waiting Files in the inbox,\nby \\ pipeline.
        # TYPE galley_waiting gauge
        galley_waiting 0.25
        galley_waiting{pipeline="é"} +Inf

        """#

    @Test("numbers of one family stand together, with labels escaped")
    func exposition() { #expect(metrics.text == text) }

    @Test("a counter is named as one")
    func names() async {
        await #expect(processExitsWith: .failure) { _ = Metrics.Family("galley_delivered", .counter, "Delivered.") }
        await #expect(processExitsWith: .failure) { _ = Metrics.Family("galley-waiting", .gauge, "Waiting.") }
    }

    @Test("the file is replaced whole, for everybody to read")
    func file() throws {
        let scratch = try Scratch()
        let file = MetricsFile(Path(scratch.file("galley.prom")))
        try scratch.write("left by a process that was killed", to: "galley.prom.tmp")
        try file.write(Metrics())
        try file.write(metrics)
        #expect(try scratch.text("galley.prom") == text)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["galley.prom"])
        var facts = stat()
        #expect(lstat(file.path.text, &facts) == 0)
        #expect(facts.st_mode & 0o777 == 0o644)
        #expect(throws: SystemFailure.self) { try MetricsFile(Path("/no/such/folder/a.prom")).write(metrics) }
    }

    @Test("the file behind a link is written, keeps its mode, and is no device")
    func linkedFile() throws {
        let scratch = try Scratch()
        try scratch.write("", to: "real.prom")
        chmod(scratch.file("real.prom"), 0o600)
        symlink("real.prom", scratch.file("link.prom"))
        try MetricsFile(Path(scratch.file("link.prom"))).write(metrics)
        #expect(try scratch.text("real.prom") == text)
        var facts = stat()
        #expect(lstat(scratch.file("real.prom"), &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        #expect(lstat(scratch.file("link.prom"), &facts) == 0 && facts.st_mode & S_IFMT == S_IFLNK)
        symlink("/dev/null", scratch.file("null"))
        #expect(throws: SystemFailure.self) { try MetricsFile(Path(scratch.file("null"))).write(metrics) }
    }

    /// What a server answers to a request.
    private func ask(_ request: String, on socket: Descriptor) -> String {
        _ = send(socket.number, request, request.utf8.count, Int32(MSG_NOSIGNAL))
        var (all, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
        while case let count = recv(socket.number, &buffer, buffer.count, 0), count > 0 { all += buffer[..<count] }
        return String(decoding: all, as: UTF8.self)
    }

    @Test(
        "a GET has its answer, and nothing else has",
        arguments: [
            ("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", "200 OK"), ("GET / HTTP/1.0\n\n", "200 OK"),
            ("GET /metrics?x=1 HTTP/1.0\r\n\r\n", "200 OK"), ("GET /etc/passwd HTTP/1.0\r\n\r\n", "404 Not Found"),
            ("POST /metrics HTTP/1.0\r\n\r\n", "405 Method Not Allowed"), ("\r\n\r\n", "405 Method Not Allowed"),
        ]
    )
    func answers(_ request: String, _ status: String) async throws {
        let scratch = try Scratch()
        let path = Path(scratch.file("metrics.sock"))
        let server = try MetricsServer(.socket(path)) { [metrics] in metrics }
        #expect(server.port == nil)
        await server.start()
        let socket = try #require(Descriptor(socket: AF_UNIX, SOCK_STREAM))
        try #require(try UnixAddress(path).withAddress { connect(socket.number, $0, $1) } == 0)
        let answer = ask(request, on: socket)
        #expect(answer.hasPrefix("HTTP/1.0 \(status)\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n" + text) == (status == "200 OK"))
        if status == "200 OK" { #expect(answer.contains("Content-Length: \(text.utf8.count)\r\n")) }
        await server.stop()
        #expect(!FileManager.default.fileExists(atPath: path.text))
    }

    @Test("a port of the loopback interface serves too, and one only once")
    func loopback() async throws {
        let server = try MetricsServer(.loopback(port: 0)) { [metrics] in metrics }
        await server.start()
        let port = try #require(server.port)
        #expect { try MetricsServer(.loopback(port: port)) { Metrics() } } throws: {
            ($0 as? SystemFailure)?.code == EADDRINUSE
        }
        let socket = try #require(Descriptor(socket: AF_INET, SOCK_STREAM))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket.number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(code == 0)
        #expect(ask("GET /metrics HTTP/1.0\r\n\r\n", on: socket).hasSuffix(text))
        await server.stop()
    }

    @Test("an address is a path or a port of this machine")
    func addresses() {
        #expect(MetricsAddress(Path("/run/galley/metrics.sock")) == .socket(Path("/run/galley/metrics.sock")))
        for text in ["9464", "localhost:9464", "127.0.0.1:9464"] {
            #expect(MetricsAddress(Path(text)) == .loopback(port: 9464))
        }
        for text in ["", "metrics", "0", "0.0.0.0:9464", "host:9464", "9464:", "70000"] {
            #expect(MetricsAddress(Path(text)) == nil)
        }
    }
}
