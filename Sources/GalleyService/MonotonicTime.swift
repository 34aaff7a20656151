internal import GalleyDelivery

/// A moment by the clock that nobody sets (CLOCK_MONOTONIC), which systemd counts by too.
struct MonotonicTime: Comparable {
    private let nanoseconds: Int64

    static var now: MonotonicTime { MonotonicTime(nanoseconds: Clock.monotonic) }

    var microseconds: Int64 { nanoseconds / 1000 }

    static func < (one: Self, other: Self) -> Bool { one.nanoseconds < other.nanoseconds }

    static func + (time: Self, duration: Duration) -> Self {
        MonotonicTime(nanoseconds: time.nanoseconds + duration.microseconds * 1000)
    }

    /// How long it is until then, in whole milliseconds as poll(2) takes them; 0 for a moment that is over.
    var millisecondsAhead: Int32 {
        Int32(clamping: max(0, (nanoseconds - Self.now.nanoseconds + 999_999) / 1_000_000))
    }
}

extension Duration {
    /// The whole microseconds in it.
    var microseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }
}
