import Glibc

/// Measures the program beside this one as a service: a full inbox, a lone file, many files, and nothing to do.
enum DeliveryRun {
    private static let pipeline = """
        name: benchmark
        spool: spool
        outbox: spool/outbox
        output: { record: RECORD }
        delivery: { free-space: 0 }
        stages: [repair-text, normalize-quotes]

        """

    static func run(_ arguments: [String]) -> Int32 {
        var folder = "/tmp"
        var (files, many, seconds) = (3200, 100_000, 60)
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--files": files = rest.popFirst().flatMap { Int($0) } ?? files
            case "--many": many = rest.popFirst().flatMap { Int($0) } ?? many
            case "--idle": seconds = rest.popFirst().flatMap { Int($0) } ?? seconds
            default: folder = argument
            }
        }
        let root = "\(folder)/galley-benchmark-\(getpid())"
        guard mkdir(root, 0o755) == 0 else {
            print("cannot make \(root)")
            return 73
        }
        defer { Child("/bin/rm", ["-rf", root]).wait() }
        say("full inbox: \(files) articles of 4 KiB on \(root)")
        throughput(root, files)
        latency(root + "/lone")
        let broken = shipped(root + "/shipped") + idle(root + "/idle", seconds, files: many)
        for line in broken { say("broken: \(line)") }
        return broken.isEmpty ? 0 : 1
    }

    // MARK: A full inbox

    /// Toy and program by turns, so that both meet the disk in the same mood.
    private static func throughput(_ root: String, _ files: Int) {
        for record in ["none", "sidecar"] {
            var (toy, own): ([Double], [Double]) = ([], [])
            for turn in 0..<5 {
                let toyRoot = "\(root)/toy-\(record)\(turn)"
                let spool = ToySpool(toyRoot, hasRecords: record != "none")
                fill(toyRoot + "/inbox", files)
                toy.append(rate(files) { spool.drain(batch: 64) })
                let room = "\(root)/\(record)\(turn)"
                prepare(room, record: record)
                fill(room + "/spool/inbox", files)
                own.append(rate(files) { Child(galley, ["run", "--once", room + "/pipeline.yaml"]).wait() })
            }
            let (base, figure) = (median(toy), median(own))
            say("  toy, record: \(record)".padded(32) + "\(Int(base))/s")
            say("  galley run --once".padded(32) + "\(Int(figure))/s  \(hundredths(figure / base)) of the toy")
        }
    }

    private static func rate(_ files: Int, _ body: () -> Void) -> Double {
        sync()
        let start = now()
        body()
        return Double(files) / (now() - start)
    }

    // MARK: A lone file

    private static func latency(_ room: String) {
        prepare(room, record: "none")
        let service = Child(galley, ["run", room + "/pipeline.yaml"])
        defer { service.stop() }
        wait { access(room + "/spool/.galley.sock", F_OK) == 0 || access(room + "/spool/outbox/.galley/id", F_OK) == 0 }
        usleep(500_000)
        let text = article(0)
        var (bare, lone): ([Double], [Double]) = ([], [])
        let folder = open(room, O_RDONLY | O_DIRECTORY)
        for number in 0..<101 {
            let start = now()
            put(room + "/draft", text, syncs: true)
            rename(room + "/draft", room + "/bare")
            fsync(folder)
            bare.append(now() - start)
            put(room + "/spool/inbox/lone\(number)", text)
            let closed = now()
            wait(every: 50) { access(room + "/spool/outbox/lone\(number)", F_OK) == 0 }
            lone.append(now() - closed)
            usleep(20_000)
        }
        close(folder)
        say("lone file, median of \(lone.count)")
        say("  write, fsync, rename, fsync   \(hundredths(median(bare) * 1000)) ms")
        let ratio = hundredths(median(lone) / median(bare))
        say("  close to visible in outbox    \(hundredths(median(lone) * 1000)) ms  \(ratio) times as long")
    }

    // MARK: Nothing to do

    /// MiB that an idle service may have resident, and one that has taken a hundred thousand files through.
    private static let mostIdle = 20.0
    private static let mostAfter = 40.0
    /// Milliseconds of CPU time in a minute: a scan every 30 s, and a word to the manager.
    private static let mostCPU = 60.0

    /// An idle service with all that ships: packs and a taxonomy take more than the program itself.
    ///
    /// - Returns: the limits that are broken.
    private static func shipped(_ room: String) -> [String] {
        let data = (getenv("PWD").map { String(cString: $0) } ?? ".") + "/pipelines"
        let text = StageBenchmark.bytes(of: data + "/news.yaml")
        guard !text.isEmpty else {
            say("no pipelines/news.yaml here, which is measured too")
            return []
        }
        mkdir(room, 0o755)
        put(room + "/news.yaml", text)
        for name in ["packs", "topics", "lines"] { symlink("\(data)/\(name)", "\(room)/\(name)") }
        let service = Child(galley, ["run", room + "/news.yaml"])
        defer { service.stop() }
        wait { access(room + "/spool/.galley.sock", F_OK) == 0 }
        usleep(2_000_000)
        let state = service.state
        say("idle with pipelines/news.yaml: \(state)")
        return state.memory <= mostIdle ? [] : ["MiB resident with pipelines/news.yaml: \(hundredths(state.memory))"]
    }

    /// - Returns: the limits that are broken.
    private static func idle(_ room: String, _ seconds: Int, files: Int) -> [String] {
        var broken: [String] = []
        func hold(_ what: String, _ value: Double, _ most: Double) {
            if value > most { broken.append("\(what): \(hundredths(value)), at most \(hundredths(most))") }
        }
        prepare(room, record: "none")
        let service = Child(galley, ["run", room + "/pipeline.yaml"])
        defer { service.stop() }
        /// Waits, and tells how much the service did meanwhile.
        func rest(_ when: String) -> Child.State {
            let before = service.cpu
            sleep(UInt32(seconds))
            let cpu = (service.cpu - before) * 1000
            let state = service.state
            say("idle for \(seconds) s \(when): \(hundredths(cpu)) ms of CPU, \(state)")
            hold("ms of CPU in a minute, \(when)", cpu * 60 / Double(seconds), mostCPU)
            return state
        }
        usleep(2_000_000)
        let first = service.state
        say("started: \(first)")
        hold("MiB resident at the start", first.memory, mostIdle)
        // One file first: what is opened then stays open.
        fill(room + "/spool/inbox", 1)
        wait { ToySpool.names(in: room + "/spool/inbox").isEmpty }
        let before = rest("before")
        hold("MiB resident when idle", before.memory, mostIdle)
        let start = now()
        fill(room + "/spool/inbox", files)
        let filled = now()
        wait(every: 100_000, for: Double(files) / 50 + 120) { ToySpool.names(in: room + "/spool/inbox").isEmpty }
        usleep(2_000_000)
        let after = service.state
        say("\(files) files, written in \(Int(filled - start)) s, gone \(Int(now() - filled)) s later: \(after)")
        if !ToySpool.names(in: room + "/spool/inbox").isEmpty { broken.append("files wait in the inbox") }
        hold("MiB resident at most", after.peak, mostAfter)
        let last = rest("after")
        hold("MiB resident after \(files) files", max(after.memory, last.memory), mostAfter)
        hold("descriptors after \(files) files", Double(last.descriptors), Double(before.descriptors))
        return broken
    }

    // MARK: Parts

    /// Prints a line when it is known, also into a pipe.
    private static func say(_ line: String) {
        print(line)
        fflush(nil)
    }

    private static let galley: String = {
        let own = CommandLine.arguments[0]
        return own.lastIndex(of: "/").map { own[...$0] + "galley" } ?? "./galley"
    }()

    private static func prepare(_ room: String, record: String) {
        for name in ["", "/spool", "/spool/inbox"] { mkdir(room + name, 0o755) }
        var text = pipeline
        if let place = text.range(of: "RECORD") { text.replaceSubrange(place, with: record) }
        put(room + "/pipeline.yaml", Array(text.utf8))
    }

    /// Prose with something to do in it, 4 KiB long, no paragraph of which says what another says.
    private static func article(_ number: Int) -> [UInt8] {
        let who = ["The minister", "A spokesman", "The committee", "Her lawyer", "One resident", "The bank"]
        let what = ["would change", "was agreed", "had been lost", "could be built", "is missing", "will be paid"]
        let when = ["before the autumn session", "by the end of May", "in spite of the rain", "at the second reading"]
        var text = "Article \(number) tells what was said\n\n"
        for paragraph in 0..<80 where text.utf8.count < 4000 {
            let turn = number + paragraph
            text += "\(who[turn % 6]) said plainly, on page \(paragraph), that \"nothing\" \(what[turn / 6 % 6]) "
            text += "\(when[turn / 36 % 4]).\n\n"
        }
        return Array(text.utf8.prefix(4095)) + [0x0A]
    }

    private static func fill(_ inbox: String, _ files: Int) {
        for number in 0..<files { put("\(inbox)/article\(number).txt", article(number)) }
    }

    private static func put(_ path: String, _ bytes: [UInt8], syncs: Bool = false) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        _ = write(file, bytes, bytes.count)
        if syncs { fsync(file) }
        close(file)
    }

    private static func wait(every microseconds: UInt32 = 1000, for limit: Double = 120, _ condition: () -> Bool) {
        let end = now() + limit
        while !condition(), now() < end { usleep(microseconds) }
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func median(_ figures: [Double]) -> Double { figures.sorted()[figures.count / 2] }
    private static func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}

extension String {
    fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    fileprivate func range(of part: String) -> Range<String.Index>? {
        indices.first { self[$0...].hasPrefix(part) }.map { $0..<index($0, offsetBy: part.count) }
    }
}

/// A program at work, which says nothing.
private struct Child {
    private let process: pid_t

    init(_ path: String, _ arguments: [String]) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in 0...2 as ClosedRange<Int32> {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var process = pid_t(0)
        let code = posix_spawn(&process, path, &actions, nil, &words, environ)
        precondition(code == 0, "cannot run \(path)")
        for word in words { free(word) }
        self.process = process
    }

    func wait() {
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    func stop() {
        kill(process, SIGTERM)
        wait()
    }

    /// Seconds of CPU time so far.
    var cpu: Double {
        let fields = text("stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12 else { return 0 }
        return fields[11...12].reduce(0) { $0 + (Double($1) ?? 0) } / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Memory in MiB, and open descriptors.
    struct State: CustomStringConvertible {
        let memory: Double
        let peak: Double
        let descriptors: Int

        var description: String {
            func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
            return "\(tenths(memory)) MiB resident (at most \(tenths(peak))), \(descriptors) descriptors"
        }
    }

    var state: State {
        let lines = text("status").split(separator: "\n")
        func mebibytes(_ name: String) -> Double {
            let line = lines.first { $0.hasPrefix(name) }
            return line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }.map { $0 / 1024 } ?? 0
        }
        let open = ToySpool.names(in: "/proc/\(process)/fd").count
        return State(memory: mebibytes("VmRSS:"), peak: mebibytes("VmHWM:"), descriptors: open)
    }

    private func text(_ name: String) -> String {
        guard let file = fopen("/proc/\(process)/\(name)", "r") else { return "" }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        let count = fread(&buffer, 1, buffer.count, file)
        return String(decoding: buffer[..<count], as: UTF8.self)
    }
}
