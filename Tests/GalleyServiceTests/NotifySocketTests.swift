import Foundation
import Testing

@testable import GalleyService

@Suite(.timeLimit(.minutes(10))) struct NotifySocketTests {
    /// A service manager: a datagram socket at an address, and what it got.
    private final class Manager {
        let socket: Descriptor

        init(_ name: String) throws {
            socket = try #require(Descriptor(socket: AF_UNIX, SOCK_DGRAM))
            let code = try #require(UnixAddress(notify: name)).withAddress { bind(socket.number, $0, $1) }
            try #require(code == 0)
        }

        func message() -> String {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(socket.number, &buffer, buffer.count, 0)
            return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
        }
    }

    @Test("a state is one line, and a call one datagram", arguments: ["path", "abstract"])
    func states(_ kind: String) throws {
        let scratch = try Scratch()
        let name = kind == "path" ? scratch.file("notify") : "@" + scratch.file("notify")
        let manager = try Manager(name)
        let notify = NotifySocket(["NOTIFY_SOCKET": name])
        #expect(notify.isPresent)
        #expect(notify.watchdog == nil)
        notify.tell(.ready, .status("2 pipelines\nup"))
        #expect(manager.message() == "READY=1\nSTATUS=2 pipelines up")
        notify.tell(.reloading)
        let reloading = manager.message().split(separator: "\n")
        #expect(reloading.first == "RELOADING=1")
        let moment = reloading.last.flatMap { Int64($0.dropFirst("MONOTONIC_USEC=".count)) }
        #expect(try #require(moment) > 0)
        notify.tell(.stopping)
        notify.tell(.watchdog)
        notify.tell(.extendTimeout(.seconds(20)))
        #expect(manager.message() == "STOPPING=1")
        #expect(manager.message() == "WATCHDOG=1")
        #expect(manager.message() == "EXTEND_TIMEOUT_USEC=20000000")
    }

    @Test("without a manager nothing is sent and nothing fails", arguments: [nil, "", "relative", "/no/such/socket"])
    func absent(_ name: String?) {
        let notify = NotifySocket(name.map { ["NOTIFY_SOCKET": $0] } ?? [:])
        #expect(notify.tell(.ready) == false)
    }

    @Test("the watchdog's time counts if it is meant for this process")
    func watchdog() {
        func limit(_ time: String, of process: String?) -> Duration? {
            var environment: Environment = ["NOTIFY_SOCKET": "@x", "WATCHDOG_USEC": time]
            if let process {
                environment = ["NOTIFY_SOCKET": "@x", "WATCHDOG_USEC": time, "WATCHDOG_PID": process]
            }
            return NotifySocket(environment).watchdog
        }
        #expect(limit("30000000", of: "\(getpid())") == .seconds(30))
        #expect(limit("30000000", of: nil) == .seconds(30))
        #expect(limit("30000000", of: "1") == nil)
        #expect(limit("soon", of: nil) == nil)
    }
}
