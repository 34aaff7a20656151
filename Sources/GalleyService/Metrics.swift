internal import Glibc

/// Numbers for Prometheus, as they are at one moment.
///
/// `text` is the exposition format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats
public struct Metrics: Sendable {
    /// How a number moves.
    public enum Kind: String, Sendable {
        /// It only grows, until the process starts again. Its name ends in `_total`.
        case counter
        /// It goes up and down.
        case gauge
    }

    /// Numbers that differ only by their labels.
    public struct Family: Sendable, Hashable {
        /// The name, as in `galley_files_delivered_total`.
        public let name: String
        /// How they move.
        public let kind: Kind
        /// What they count, in one sentence.
        public let help: String

        /// Describes a family; a constant of the program.
        ///
        /// - Precondition: the name is letters, digits and `_`, and ends in `_total` if it counts.
        public init(_ name: String, _ kind: Kind, _ help: String) {
            precondition(
                !name.isEmpty && name.utf8.allSatisfy { $0.isNameByte } && (kind == .gauge || name.hasSuffix("_total")),
                "'\(name)' is no name of a \(kind)"
            )
            (self.name, self.kind, self.help) = (name, kind, help)
        }
    }

    private struct Sample: Sendable {
        let labels: String
        let value: Double
    }

    private var families: [(family: Family, samples: [Sample])] = []
    private var places: [Family: Int] = [:]

    /// No numbers yet.
    public init() {}

    /// Adds a number.
    public mutating func add(_ family: Family, _ value: Double, _ labels: KeyValuePairs<String, String> = [:]) {
        let pairs = labels.map { name, value in "\(name)=\"\(Self.escaped(value, withQuotes: true))\"" }
        let sample = Sample(labels: pairs.isEmpty ? "" : "{" + pairs.joined(separator: ",") + "}", value: value)
        if let place = places[family] {
            families[place].samples.append(sample)
        } else {
            places[family] = families.count
            families.append((family, [sample]))
        }
    }

    /// Adds a whole number.
    public mutating func add(_ family: Family, _ value: Int, _ labels: KeyValuePairs<String, String> = [:]) {
        add(family, Double(value), labels)
    }

    /// The text that Prometheus reads.
    public var text: String {
        var text = ""
        for (family, samples) in families {
            text += "# HELP \(family.name) \(Self.escaped(family.help, withQuotes: false))\n"
            text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
            for sample in samples { text += "\(family.name)\(sample.labels) \(Self.number(sample.value))\n" }
        }
        return text
    }

    private static func escaped(_ text: String, withQuotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where withQuotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int(exactly: value).map { "\($0)" } ?? "\(value)"
    }
}

extension UInt8 {
    fileprivate var isNameByte: Bool {
        switch self {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F: true
        default: false
        }
    }
}
