internal import Glibc

/// One line on a terminal that says how far a long run has come; the first after a second, then ten a second at most.
final class Progress {
    private let isWanted: Bool
    private var next: Int
    private var isShown = false

    /// - Parameter isWanted: false where the line would stand between results.
    init(isWanted: Bool) {
        self.isWanted = isWanted && isatty(2) == 1 && environment("TERM") != "dumb"
        next = isWanted ? Self.now + 1000 : 0
    }

    func show(_ text: @autoclosure () -> String) {
        guard isWanted, case let now = Self.now, now >= next else { return }
        next = now + 100
        isShown = true
        put("\r  \(text())\u{1B}[K")
    }

    /// Takes the line away, so that something else can be said.
    func clear() {
        guard isShown else { return }
        isShown = false
        put("\r\u{1B}[K")
    }

    private func put(_ text: String) {
        let bytes = Array(text.utf8)
        try? Output.write(bytes.span, to: 2, "standard error")
    }

    /// Milliseconds of a clock that is never set.
    private static var now: Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
