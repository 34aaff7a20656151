internal import Glibc

/// The clocks of the system.
public enum Clock {
    /// Nanoseconds since some start, which neither jumps nor goes back.
    public static var monotonic: Int64 { nanoseconds(CLOCK_MONOTONIC) }

    /// Nanoseconds since 1970 in UTC, which an operator may set.
    public static var wall: Int64 { nanoseconds(CLOCK_REALTIME) }

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// A time as RFC 3339 writes it, to the second: `2026-11-25T00:44:07Z`.
    public static func text(_ wall: Int64) -> String {
        let second = wall.seconds % 86_400
        return "\(day(wall))T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
    }

    /// A time as RFC 3339 writes it, to the millisecond: `2026-11-25T00:44:07.123Z`.
    public static func preciseText(_ wall: Int64) -> String {
        let thousandths = 1000 + max(0, wall) / 1_000_000 % 1000
        return "\(text(wall).dropLast()).\(String(thousandths).dropFirst())Z"
    }

    /// The day of a time, in UTC: `2026-11-25`.
    ///
    /// After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", for days since 1970: years begin in
    /// March, so that the leap day is the last, and 400 of them are an era.
    public static func day(_ wall: Int64) -> String {
        let days = wall.seconds / 86_400 + 719_468
        let (era, dayOfEra) = (days / 146_097, days % 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let (day, calendarMonth) = (dayOfYear - (153 * month + 2) / 5 + 1, month < 10 ? month + 3 : month - 9)
        let year = yearOfEra + era * 400 + (calendarMonth <= 2 ? 1 : 0)
        return "\(year)-\(two(calendarMonth))-\(two(day))"
    }

    /// How many days after 1970-01-01 a day is that `day` wrote, by the same source.
    static func dayNumber(_ day: String) -> Int64 {
        let parts = day.split(separator: "-").map { Int64($0) ?? 1 } + [1, 1, 1]
        let year = parts[1] <= 2 ? parts[0] - 1 : parts[0]
        let dayOfYear = (153 * (parts[1] + (parts[1] > 2 ? -3 : 9)) + 2) / 5 + parts[2] - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Int64 {
    /// Whole seconds since 1970, not before it.
    fileprivate var seconds: Int64 { Swift.max(0, self) / 1_000_000_000 }
}
