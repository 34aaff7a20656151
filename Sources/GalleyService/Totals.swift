internal import GalleyDelivery

/// What a station has done since it began.
struct Totals: Equatable, Sendable {
    /// A warning that was given.
    struct Note: Equatable, Sendable {
        let wall: Int64
        let message: String
        /// It tells of a pipeline file that was not taken.
        let isRefusal: Bool
    }

    let since = Clock.wall
    private(set) var files = 0
    private(set) var bytes = 0
    private(set) var setAside = 0
    private(set) var dropped = 0
    private(set) var putBack = 0
    /// Lines of JSON Lines that were left out, and those whose articles were set aside or dropped.
    private(set) var lines = (leftOut: 0, setAside: 0, dropped: 0)
    /// The last warnings, the latest last.
    private(set) var notes: [Note] = []
    /// When files were delivered in the last minute, and how many.
    private var recent: [(at: Int64, files: Int)] = []

    mutating func add(_ delivered: Delivered) {
        files += delivered.files
        bytes += delivered.bytes
        setAside += delivered.setAside
        dropped += delivered.dropped
        putBack += delivered.putBack.count
        let now = Clock.monotonic
        recent.removeAll { $0.at < now - 60_000_000_000 }
        if delivered.files > 0 { recent.append((now, delivered.files)) }
    }

    /// Counts the lines that an event tells of, and remembers a warning.
    mutating func add(_ event: DeliveryEvent) {
        switch event {
        case .leftOut(_, let count, _): lines.leftOut += count
        case .heldBack(_, let setAside, let dropped, _):
            lines.setAside += setAside
            lines.dropped += dropped
        default: break
        }
        if event.isWarning { note(event.message) }
    }

    mutating func note(_ message: String, isRefusal: Bool = false) {
        notes.append(Note(wall: Clock.wall, message: message, isRefusal: isRefusal))
        if notes.count > 10 { notes.removeFirst() }
    }

    /// Forgets what was wrong with a pipeline file that is right now.
    mutating func forgetRefusals() { notes.removeAll(where: \.isRefusal) }

    /// How many files were delivered in the last minute.
    var lastMinute: Int {
        let start = Clock.monotonic - 60_000_000_000
        return recent.reduce(0) { $1.at >= start ? $0 + $1.files : $0 }
    }

    static func == (one: Self, other: Self) -> Bool {
        one.files == other.files && one.bytes == other.bytes && one.setAside == other.setAside
            && one.dropped == other.dropped && one.notes == other.notes
    }
}
