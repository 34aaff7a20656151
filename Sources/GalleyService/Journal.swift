internal import GalleyDelivery
internal import GalleyText
internal import Glibc
internal import Synchronization

/// The log, on standard error: one line an event, for the journal, for people or for programs.
///
/// A reader that stops reading costs lines, which are counted, and never the service: a line waits a second at most, the
/// ones behind it not at all. SIGPIPE is to be ignored.
public final class Journal: Sendable {
    /// How a line is written.
    public enum Form: String, CaseIterable, Sendable {
        /// Words; with the time, unless the journal keeps it.
        case text
        /// One JSON object.
        case json
    }

    private struct State {
        /// How many events were lost since the last line that was written.
        var dropped = 0
        /// Whether the last line stands there in part.
        var isCut = false
    }

    private let form: Form
    private let descriptor: Int32
    private let least: Priority
    /// Whether journald reads the lines: it keeps the time and takes the priority from `<N>` at the start (sd-daemon(3)).
    private let isJournal: Bool
    private let patience: Duration
    private let state = Mutex(State())

    /// Makes a log on a descriptor.
    ///
    /// - Parameters:
    ///   - least: events that matter less are left out.
    ///   - patience: how long a line may wait for its reader.
    public init(
        _ form: Form = .text,
        descriptor: Int32 = 2,
        least: Priority = .info,
        patience: Duration = .seconds(1),
        environment: Environment = .process
    ) {
        (self.form, self.descriptor, self.least, self.patience) = (form, descriptor, least, patience)
        isJournal = Self.isStream(environment["JOURNAL_STREAM"], descriptor)
    }

    /// Whether the descriptor is the `device:inode` that the variable names; it may be redirected since.
    private static func isStream(_ name: String?, _ descriptor: Int32) -> Bool {
        var facts = stat()
        guard let name, unsafe fstat(descriptor, &facts) == 0 else { return false }
        return name == "\(facts.st_dev):\(facts.st_ino)"
    }

    /// Writes an event down.
    public func tell(_ event: some Event) {
        guard event.priority >= least else { return }
        let line = line(event)
        state.withLock { state in
            if state.dropped > 0 {
                let lost = LostLines(count: state.dropped)
                guard write(self.line(lost), &state, .zero) else {
                    state.dropped += 1
                    return
                }
                state.dropped = 0
                if !write(line, &state, .zero) { state.dropped = 1 }
            } else if !write(line, &state, patience) {
                state.dropped = 1
            }
        }
    }

    private func line(_ event: some Event) -> [UInt8] {
        let prefix = isJournal ? "<\(event.priority.rawValue)>" : ""
        switch form {
        case .text:
            // journald takes each line for an entry of its own.
            let lines = event.message.split(separator: "\n").joined(separator: "\n" + (isJournal ? prefix : ""))
            let rank = event.priority > .notice ? event.priority.name + ": " : ""
            return Array((isJournal ? prefix + rank : Clock.text(Clock.wall) + " " + rank).utf8) + lines.utf8 + [0x0A]
        case .json:
            var json = JSONWriter()
            json.beginObject()
            json.member("time", Clock.preciseText(Clock.wall))
            json.member("priority", event.priority.name)
            json.member("event", "\(event.name)")
            json.member("message", event.message)
            for field in event.fields { json.field(field.key, field.value) }
            json.endObject()
            return Array(prefix.utf8) + json.bytes + [0x0A]
        }
    }

    /// Writes a line, or says that it was not written.
    private func write(_ line: [UInt8], _ state: inout State, _ patience: Duration) -> Bool {
        let line = state.isCut ? [0x0A] + line : line
        let end = MonotonicTime.now + patience
        var start = 0
        while start < line.count {
            var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard again({ unsafe poll(&wanted, 1, end.millisecondsAhead) }) > 0 else { break }
            // What is ready takes this much without waiting (pipe(7)).
            let count = unsafe line.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress?.advanced(by: start), min(4096, bytes.count - start))
            }
            if count > 0 { start += count } else if errno != EINTR && errno != EAGAIN { break }
        }
        if start > 0 { state.isCut = start < line.count }
        return start == line.count
    }
}

/// That lines of the log are missing.
private struct LostLines: Event {
    let count: Int

    var name: StaticString { "log-lines-lost" }
    var priority: Priority { .warning }
    var message: String { "\(count) \(count == 1 ? "line" : "lines") of the log lost, since nobody read it" }
    var fields: [(key: StaticString, value: EventValue)] { [("count", .integer(count))] }
}

extension JSONWriter {
    /// Writes a member of an object.
    mutating func field(_ name: StaticString, _ value: EventValue) {
        key(name)
        switch value {
        case .text(let text): string(text)
        case .path(let path): text(path.bytes.span)
        case .integer(let number): integer(number)
        case .number(let value): number(value)
        case .flag(let value): flag(value)
        }
    }
}
