internal import Glibc

/// A moment by the wall clock, in UTC, as RFC 3339 writes it.
struct Timestamp {
    private let time: timespec

    static var now: Timestamp {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(time: time)
    }

    /// As in `2026-02-03T04:05:06Z`.
    var seconds: String { text(fraction: "") }

    /// As in `2026-02-03T04:05:06.789Z`.
    var milliseconds: String { text(fraction: "." + Self.padded(Int32(time.tv_nsec / 1_000_000), 3)) }

    private func text(fraction: String) -> String {
        var seconds = time.tv_sec
        var parts = unsafe tm()
        unsafe gmtime_r(&seconds, &parts)
        let date = unsafe [parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday].map { Self.padded($0, 2) }
        let day = unsafe [parts.tm_hour, parts.tm_min, parts.tm_sec].map { Self.padded($0, 2) }
        return date.joined(separator: "-") + "T" + day.joined(separator: ":") + fraction + "Z"
    }

    private static func padded(_ number: Int32, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
