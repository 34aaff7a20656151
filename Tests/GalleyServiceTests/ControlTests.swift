import Foundation
import GalleyDelivery
import Testing

@testable import GalleyService

@Suite(.timeLimit(.minutes(10))) struct ControlTests {
    private let scratch: Scratch
    private let path: Path

    init() throws {
        scratch = try Scratch()
        path = Path(scratch.file("news.sock"))
    }

    /// A client that speaks for itself.
    private func connection() throws -> Descriptor {
        let socket = try #require(Descriptor(socket: AF_UNIX, SOCK_STREAM))
        try #require(try UnixAddress(path).withAddress { connect(socket.number, $0, $1) } == 0)
        return socket
    }

    private func text(_ socket: Descriptor) -> String {
        var (all, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
        while case let count = recv(socket.number, &buffer, buffer.count, 0), count > 0 { all += buffer[..<count] }
        return String(decoding: all, as: UTF8.self)
    }

    @Test("a line gets its answer, however long", arguments: [2, 1 << 20])
    func answers(_ length: Int) async throws {
        let server = try ControlSocket(path) { line in Array(repeating: line.utf8.first ?? 0, count: length) }
        await server.start()
        let answer = try ControlClient(path).ask("status")
        #expect(answer == Array(repeating: UInt8(ascii: "s"), count: length))
        await server.stop()
        #expect(!FileManager.default.fileExists(atPath: path.text))
    }

    @Test("owner and group may connect, others not")
    func mode() throws {
        _ = try ControlSocket(path) { _ in [] }
        var facts = stat()
        #expect(lstat(path.text, &facts) == 0)
        #expect(facts.st_mode & 0o777 == 0o660)
    }

    @Test("a path longer than a socket's address is reached all the same")
    func longPath() async throws {
        let folder = scratch.file(String(repeating: "d", count: 120))
        try #require(mkdir(folder, 0o700) == 0)
        let path = Path(folder).file(Path(".galley.sock"))
        let server = try ControlSocket(path) { _ in [0x21] }
        await server.start()
        #expect(try ControlClient(path).ask("status") == [0x21])
        await server.stop()
        let name = Path(folder).file(Path(String(repeating: "n", count: 200)))
        #expect { try ControlSocket(name) { _ in [] } } throws: { ($0 as? SystemFailure)?.code == ENAMETOOLONG }
    }

    @Test("a socket that a process left is taken over, one that is listened on is not")
    func abandoned() async throws {
        do {
            let dead = try #require(Descriptor(socket: AF_UNIX, SOCK_STREAM))
            try #require(try UnixAddress(path).withAddress { bind(dead.number, $0, $1) } == 0)
        }
        let failure = #expect(throws: ControlFailure.self) { try ControlClient(path).ask("status") }
        #expect(failure == .unreachable(SystemFailure(.connect, path, ECONNREFUSED)))
        let server = try ControlSocket(path) { _ in [0x21] }
        #expect { try ControlSocket(path) { _ in [] } } throws: { ($0 as? SystemFailure)?.code == EADDRINUSE }
        await server.start()
        #expect(try ControlClient(path).ask("status") == [0x21])
        await server.stop()
        try scratch.write("a file of somebody", to: "news.sock")
        #expect(throws: SystemFailure.self) { try ControlSocket(path) { _ in [] } }
        #expect(try scratch.text("news.sock") == "a file of somebody")
    }

    @Test("without a service the client says so")
    func unreachable() {
        let failure = #expect(throws: ControlFailure.self) { try ControlClient(path).ask("status") }
        #expect(failure?.message == "cannot connect to '\(path.text)': no such file or directory")
    }

    @Test("a service that does not answer is not waited for beyond the limit")
    func silent() throws {
        // It listens, but never starts to answer.
        let server = try ControlSocket(path) { _ in [] }
        let failure = #expect(throws: ControlFailure.self) {
            try ControlClient(path, patience: .milliseconds(10)).ask("status")
        }
        #expect(failure == .silent(path))
        withExtendedLifetime(server) {}
    }

    @Test("a client that says too much, or leaves, costs only its connection")
    func badClients() async throws {
        let server = try ControlSocket(path) { _ in [0x21] }
        await server.start()
        let loud = try connection()
        let noise = [UInt8](repeating: 0x61, count: 10_000)
        _ = send(loud.number, noise, noise.count, Int32(MSG_NOSIGNAL))
        #expect(text(loud) == "")
        for _ in 0..<100 { _ = try connection() }
        let half = try connection()
        _ = send(half.number, "sta", 3, Int32(MSG_NOSIGNAL))
        #expect(try ControlClient(path).ask("status") == [0x21])
        _ = send(half.number, "tus\n", 4, Int32(MSG_NOSIGNAL))
        #expect(text(half) == "!\n")
        await server.stop()
    }

    @Test("a client that says nothing is put off when its time is over")
    func quietClient() async throws {
        let socket = try UnixListener(path)
        var limits = Listener.Limits()
        limits.patience = .milliseconds(10)
        let listener = Listener(socket.descriptor, label: "test", limits: limits) {
            $0.last == 0x0A
        } answer: {
            $0
        }
        await listener.start()
        let quiet = try connection()
        #expect(text(quiet) == "")
        await listener.stop()
    }

    @Test("more clients than there are places wait for one")
    func crowd() async throws {
        let server = try ControlSocket(path) { _ in [0x21] }
        await server.start()
        let clients = try (0..<24).map { _ in try connection() }
        for socket in clients {
            _ = send(socket.number, "x\n", 2, Int32(MSG_NOSIGNAL))
            #expect(text(socket) == "!\n")
        }
        await server.stop()
    }

    @Test("a service is looked for where systemd and its spool put it")
    func places() throws {
        let spool = Path("/srv/spool")
        let system = Path(scratch.file("run"))
        let inUnit = ControlPlaces(["RUNTIME_DIRECTORY": scratch.path + ":/other"], system: system)
        #expect(inUnit.server(name: "news", spool: spool) == path)
        let outside = ControlPlaces([:], system: system)
        #expect(outside.server(name: "news", spool: spool) == Path("/srv/spool/.galley.sock"))
        #expect(outside.all == [])
        for name in ["run", "run/b", "run/a"] { try #require(mkdir(scratch.file(name), 0o700) == 0) }
        for name in ["run/x.sock", "run/a/news.sock", "run/b/y.sock"] { try scratch.write("", to: name) }
        #expect(outside.all == ["run/x.sock", "run/a/news.sock", "run/b/y.sock"].map { Path(scratch.file($0)) })
        let wanted = ["run/news.sock", "run/a/news.sock", "run/b/news.sock"].map { Path(scratch.file($0)) }
        #expect(outside.candidates(name: "news", spool: spool) == wanted + [Path("/srv/spool/.galley.sock")])
        #expect(inUnit.candidates(name: "x", spool: spool).count == 2)
    }
}
