import Foundation
import GalleyDelivery
import GalleyService
import Testing

@testable import galley

/// The commands that speak to a running service, or of one that systemd runs.
@Suite(.timeLimit(.minutes(10))) struct ServiceCommandTests {
    private let desk: Folder

    init() throws {
        desk = try Folder()
        try desk.write("name: news\nspool: spool\nstages: [repair-text]\n", to: "news.yaml")
        try desk.write("", to: "spool/inbox/a.txt")
    }

    /// Runs the program while a service answers all requests so.
    private func run(_ arguments: String..., answer: String, asked: String) async throws -> Program.Result {
        let socket = try ControlSocket(Path(desk.url("spool/.galley.sock").path)) { request in
            Array((request == asked ? answer : "{}").utf8)
        }
        await socket.start()
        let result = try Program.run(arguments, in: desk)
        await socket.stop()
        return result
    }

    @Test("the status of a service is shown for people and for programs")
    func status() async throws {
        let answer = """
            {"pipeline":"news","file":"/etc/galley/news.yaml","spool":"/s","outbox":"/o","state":"paused",\
            "obstacle":"outbox-missing","why":"the outbox '/o' is not there","filesystem":"nfs","polls":true,\
            "files":{"inbox":3,"work":2,"staged":1,"quarantine":4,"oldestSeconds":7300},"delivered":12,"lastMinute":5,\
            "setAside":4,"lines":{"leftOut":2,"setAside":0,"dropped":1},"since":"2026-02-03T04:05:06Z","warnings":[{"time":"2026-02-03T04:05:07Z","message":"a\\nb"}]}
            """
        let page = try await run("status", "news.yaml", answer: answer, asked: "status")
        #expect(page.code == 0)
        #expect(
            page.out == """
                news  paused: the outbox '/o' is not there
                  file      /etc/galley/news.yaml
                  spool     /s
                  outbox    /o
                  waiting   3 in the inbox, the oldest for 2 h 1 min
                  in flight 3 · quarantine 4
                  delivered 12, 5 in the last minute · set aside 4 · since 2026-02-03T04:05:06Z
                  of lines  2 left out · 1 dropped
                  the inbox is listed again and again, since nfs tells of no changes
                  2026-02-03T04:05:07Z a
                      b

                """
        )
        let line = try await run("status", "--json", "news.yaml", answer: answer, asked: "status")
        #expect(line.out == answer + "\n")
    }

    @Test("of a pipeline whose service does not run the spool is counted")
    func resting() throws {
        let page = try Program.run("status", "news.yaml", in: desk)
        #expect(page.code == 69)
        #expect(page.out.hasPrefix("news  not running\n  file      news.yaml\n"))
        #expect(page.out.contains("\n  waiting   1 in the inbox, the oldest for "))
        let line = try Program.run("status", "--json", "news.yaml", in: desk)
        #expect(line.code == 69)
        let object = try JSONSerialization.jsonObject(with: Data(line.out.utf8)) as? [String: Any]
        #expect(object?["state"] as? String == "not running")
        #expect((object?["files"] as? [String: Int])?["inbox"] == 1)
    }

    @Test("a service is found by a pipeline file that has become wrong")
    func wrongFile() async throws {
        try desk.write("name: news\nspool: spool\nstages: [repair-txt]\n", to: "news.yaml")
        let page = try await run(
            "status",
            "news.yaml",
            answer: #"{"pipeline":"news","state":"running"}"#,
            asked: "status"
        )
        #expect(page.code == 0)
        #expect(page.out == "news  running\n")
        #expect(page.errors == "galley: news.yaml is wrong now, and news runs what it was; galley check says more\n")
        let answer = #"{"pipeline":"news","reloaded":false,"error":"news.yaml:3:10: error: it is wrong\n"}"#
        let reload = try await run("reload", "news.yaml", answer: answer, asked: "reload")
        #expect(reload.code == 78)
        #expect(reload.errors.contains("news keeps its old file"))
        let other = #"{"pipeline":"news","file":"/etc/galley/news.yaml","reloaded":true}"#
        let elsewhere = try await run("reload", "news.yaml", answer: other, asked: "reload")
        #expect(elsewhere.code == 78)
        #expect(elsewhere.out == "news runs its new file /etc/galley/news.yaml\n")
        #expect(elsewhere.errors.contains("repair-txt"))
        for command in ["status", "reload"] {
            let none = try Program.run(command, "news.yaml", in: desk)
            #expect(none.code == 78)
            #expect(none.errors.contains("repair-txt"))
        }
    }

    @Test("a reload says how it went")
    func reload() async throws {
        let good = try await run(
            "reload",
            "news.yaml",
            answer: #"{"pipeline":"news","file":"/etc/galley/news.yaml","reloaded":true}"#,
            asked: "reload"
        )
        #expect(good.code == 0)
        #expect(good.out == "news runs its new file /etc/galley/news.yaml\n")
        let answer = #"{"pipeline":"news","reloaded":false,"error":"news.yaml:1:1: error: it is empty\n"}"#
        let bad = try await run("reload", ".", answer: answer, asked: "reload")
        #expect(bad.code == 78)
        #expect(
            bad.errors == """
                galley: news keeps its old file, since the new one is wrong:
                news.yaml:1:1: error: it is empty

                """
        )
        let none = try Program.run("reload", "news.yaml", in: desk)
        #expect(none.code == 69)
        #expect(none.errors.hasPrefix("galley: news: no service listens at '"))
        #expect(none.errors.hasSuffix(" or '\(desk.root.path)/spool/.galley.sock'\n"))
    }

    @Test("without services to find, one is to be named")
    func noService() throws {
        for command in ["status", "reload"] {
            let result = try Program.run(command, environment: ["RUNTIME_DIRECTORY": desk.root.path])
            #expect(result.code == 69)
            #expect(result.errors.contains("galley \(command) PIPELINE"))
        }
    }

    @Test("the numbers of a run that ends are written as it left them, and in the place of no device")
    func metrics() throws {
        let result = try Program.run("run", "--once", "--metrics-file", "galley.prom", "news.yaml", in: desk)
        #expect(result.code == 0)
        let numbers = try desk.text("galley.prom")
        #expect(numbers.contains("galley_delivered_files_total{pipeline=\"news\"} 1\n"))
        #expect(numbers.contains("galley_running{pipeline=\"news\"} 0\n"))
        let device = try Program.shell("ln -s /dev/null nul; galley run --once --metrics-file nul news.yaml", in: desk)
        #expect(device.code == 73)
        #expect(device.errors == "galley: cannot create 'nul', which is a device: file exists\n")
    }

    @Test("what lies in a spool without being a service's is told, for programs in their one line")
    func spool() throws {
        let unused = try Program.run("check", "--spool", "--json", "news.yaml", in: desk)
        #expect(unused.code == 0 && unused.out.contains(#","spool":{"path":"#) && unused.errors.isEmpty)
        #expect(try Program.run("run", "--once", "news.yaml", in: desk).code == 0)
        let sound = try Program.run("check", "--spool", "news.yaml", in: desk)
        #expect(sound.code == 0 && sound.out.hasPrefix("news.yaml: ok, 1 stage, 0 tests\n"))
        #expect(sound.out.contains("spool: sound; inbox 0, work 0, staged 0, quarantine 0\n"))
        try desk.write("x", to: "spool/staged/stray.txt")
        let stray = try Program.run("check", "--spool", "news.yaml", in: desk)
        #expect(stray.code == 1)
        #expect(stray.errors.hasSuffix("spool/staged/stray.txt: no batch of a service; move it to the inbox\n"))
        let line = try Program.run("check", "--spool", "--json", "news.yaml", in: desk)
        #expect(line.code == 1 && line.errors.isEmpty)
        let object = try JSONSerialization.jsonObject(with: Data(line.out.utf8)) as? [String: Any]
        let faults = (object?["spool"] as? [String: Any])?["faults"] as? [[String: String]]
        #expect(faults?.map(\.["message"]) == ["no batch of a service; move it to the inbox"])
    }

    @Test("a name and a reason narrow what goes back, and what there is not is told")
    func retry() throws {
        let none = try Program.run("retry", "news.yaml", in: desk)
        #expect(none.code == 0)
        #expect(none.errors == "galley: nothing is set aside\n")
        try desk.write("name: news\nspool: spool\nstages: [{ gate: { min-words: 2 } }]\n", to: "news.yaml")
        try desk.write("One", to: "spool/inbox/a.txt")
        try desk.write("Two", to: "spool/inbox/b.txt")
        try desk.write("{", to: "spool/inbox/c.json")
        #expect(try Program.run("run", "--once", "news.yaml", in: desk).code == 1)
        func retry(_ words: String...) throws -> Program.Result {
            try Program.run(["retry", "news.yaml"] + words, in: desk)
        }
        #expect(try retry("--all", "--reason", "too-short").code == 64)
        #expect(try retry("--all", "a.txt").code == 64)
        let strange = try retry("--reason", "too-shrot")
        #expect(strange.code == 1)
        #expect(
            strange.errors == "galley: nothing was set aside for the reason 'too-shrot'\n  did you mean 'too-short'?\n"
        )
        let other = try retry("--reason", "not-an-article", "a.txt")
        #expect(other.code == 1 && other.out.isEmpty)
        #expect(other.errors == "galley: nothing named 'a.txt' was set aside for the reason 'not-an-article'\n")
        #expect(try retry("--reason", "too-short", "a.txt").out == "a.txt is back as inbox/a.txt\n")
        #expect(try retry("--reason", "too-short").out == "b.txt is back as inbox/b.txt\n")
        #expect(try retry("--all").out == "c.json is back as inbox/c.json\n")
    }

    @Test("what is not a service's answer is no status")
    func nonsense() async throws {
        let result = try await run("status", "news.yaml", answer: "hello", asked: "status")
        #expect(result.code == 69)
        #expect(result.errors.contains("ended without an answer"))
    }

    @Test("a folder stands for its pipeline files, and an empty one for a mistake")
    func folders() throws {
        try desk.write("name: other\nspool: other\nstages: [repair-text]\n", to: "all/b.yaml")
        try desk.write("name: news\nspool: spool\nstages: [repair-text]\n", to: "all/a.yaml")
        try desk.write("", to: "all/notes.txt")
        #expect(
            try Program.run("check", "all", in: desk).out.split(separator: "\n").map { $0.prefix(10) } == [
                "all/a.yaml", "all/b.yaml",
            ]
        )
        let empty = try Program.run("check", "spool", in: desk)
        #expect(empty.code == 66)
        #expect(empty.errors == "galley: no pipeline file (*.yaml) is in 'spool'\n")
    }

    @Test("a drop-in names the folders that lie outside of each other")
    func unit() throws {
        try desk.write(
            "name: a\nspool: /srv/spools/a\noutbox: /srv/clean copy/100%\nstages: [repair-text]\n",
            to: "etc/a.yaml"
        )
        try desk.write(
            "name: b\nspool: /srv/spools/b\ndelivery: { readers: all }\nstages: [repair-text]\n",
            to: "etc/b.yaml"
        )
        let both = try Program.run("unit", "etc", in: desk)
        #expect(both.errors.isEmpty)
        #expect(
            both.out.hasPrefix(
                """
                # Keep this as /etc/systemd/system/galley.service.d/paths.conf, then: systemctl daemon-reload
                [Unit]
                RequiresMountsFor="/srv/clean copy/100%%" /srv/spools/a /srv/spools/b

                [Service]
                ReadWritePaths="/srv/clean copy/100%%" /srv/spools/a /srv/spools/b

                """
            )
        )
        // These tests' own folder lies where the sandbox has another, unless TMPDIR says otherwise.
        if desk.root.path.hasPrefix("/tmp/") {
            #expect(both.out.contains("\nBindReadOnlyPaths=\(desk.root.path)/etc\n"))
        }
        let one = try Program.run("unit", "etc/b.yaml", in: desk).out
        #expect(one.hasPrefix("# Keep this as /etc/systemd/system/galley@b.service.d/paths.conf"))
        let open = try Program.run("unit", "--tmpfiles", "etc/b.yaml", in: desk).out
        #expect(open.hasSuffix("\nd /srv/spools/b/outbox 2775 galley galley -\n"))
        let folders = try Program.run("unit", "--tmpfiles", "etc/a.yaml", in: desk).out
        #expect(
            folders.hasSuffix(
                """

                d /srv/spools/a 0751 galley galley -
                d /srv/spools/a/inbox 2770 galley galley-drop -
                d "/srv/clean copy/100%%" 2770 galley galley -

                """
            )
        )
    }

    @Test("a pipeline without a spool has no unit")
    func noSpool() throws {
        try desk.write("name: a\nstages: [repair-text]\n", to: "a.yaml")
        for command in ["unit", "status", "reload"] {
            let result = try Program.run(command, "a.yaml", in: desk)
            #expect(result.code == 78)
            #expect(result.errors == "galley: a.yaml names no spool\n")
        }
    }

    @Test("paths are written as systemd reads them")
    func words() {
        #expect(ServiceUnit.word("/a-b/c~1.é") == "/a-b/c~1.é")
        #expect(ServiceUnit.word("/a b/\"c\"\\\n%h") == #""/a b/\"c\"\\\x0a%%h""#)
        #expect(ServiceUnit.outermost(["/a/b", "/a", "/ab", "/a"]) == ["/a", "/ab"])
        #expect(StatusPage.span(119) == "119 s")
        #expect(StatusPage.span(200_000) == "2 d 7 h")
    }

    @Test("the shipped units run commands that there are, and heed their codes", arguments: ["galley", "galley@"])
    func shippedUnits(_ name: String) throws {
        let file = Program.repository.appendingPathComponent("systemd/\(name).service")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        let commands = lines.filter { $0.hasPrefix("Exec") }
        #expect(commands.map { $0.prefix { $0 != "=" } } == ["ExecStart", "ExecReload"])
        for line in commands {
            let words = line.drop { $0 != "=" }.dropFirst().split(separator: " ").map(String.init)
            #expect(words[0] == "/usr/bin/galley")
            let command = try #require(Galley.commands.first { $0.name == words[1] })
            _ = try Arguments(words.dropFirst(2).map { Array($0.utf8) }, of: command)
        }
        #expect(lines.contains("RestartPreventExitStatus=\(ExitCode.usage.rawValue) \(ExitCode.badPipeline.rawValue)"))
    }
}
