public import GalleyDelivery

/// How much a line of the log matters, by syslog(3).
public enum Priority: Int, Comparable, Sendable, CaseIterable {
    /// Something does not work and somebody has to act.
    case error = 3
    /// Something is not as it was meant, and the service goes on.
    case warning = 4
    /// Normal, but worth knowing: start, stop, reload.
    case notice = 5
    /// What happens to each file.
    case info = 6
    /// What only somebody who looks for a fault wants to know.
    case debug = 7

    /// The name, as in the log's JSON.
    public var name: String {
        switch self {
        case .error: "error"
        case .warning: "warning"
        case .notice: "notice"
        case .info: "info"
        case .debug: "debug"
        }
    }

    /// Whether one matters less than another.
    public static func < (one: Self, other: Self) -> Bool { one.rawValue > other.rawValue }
}

/// Something that happened and that an operator may want to know.
///
/// Each kind is one case of an enum that conforms, with its priority and wording in one place.
public protocol Event: Sendable {
    /// The kind in kebab-case, the same in every version: programs look for it.
    var name: StaticString { get }
    /// How much it matters.
    var priority: Priority { get }
    /// What happened, in lower case and without a full stop; further lines explain.
    var message: String { get }
    /// What a program wants to read apart, in this order.
    var fields: [(key: StaticString, value: EventValue)] { get }
}

/// The value of a field of an event.
public enum EventValue: Sendable, Equatable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    /// Words.
    case text(String)
    /// The name of a file, which need not be UTF-8.
    case path(Path)
    /// A whole number.
    case integer(Int)
    /// A number with up to three decimals.
    case number(Double)
    /// Yes or no.
    case flag(Bool)

    /// Words.
    public init(stringLiteral text: String) { self = .text(text) }
    /// A whole number.
    public init(integerLiteral number: Int) { self = .integer(number) }
}
