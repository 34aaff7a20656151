internal import Glibc

/// The variables that the process was started with, or others in a test.
public struct Environment: Sendable, ExpressibleByDictionaryLiteral {
    private let values: [String: String]?

    /// The process's own.
    public static let process = Environment(values: nil)

    private init(values: [String: String]?) { self.values = values }

    /// These and no others.
    public init(dictionaryLiteral values: (String, String)...) {
        self.init(values: Dictionary(values) { $1 })
    }

    /// The value of a variable; `nil` if it is not set.
    public subscript(_ name: String) -> String? {
        if let values { return values[name] }
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}
