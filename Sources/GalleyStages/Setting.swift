import GalleyText

/// A value of a YAML file, and where it stands: what options, packs and taxonomies are read from.
public struct Setting: Sendable, Equatable {
    /// The three kinds of YAML value.
    public enum Value: Sendable, Equatable {
        /// Text; `plain` when written without quotes, so that it may also be a number or a truth.
        case scalar(String, plain: Bool)
        /// A list.
        case sequence([Setting])
        /// Keys with their values, in the order of the file. Keys are scalars and differ from one another.
        case mapping([(key: Setting, value: Setting)])

        /// Whether two values are the same; places do not count for the kinds, but do within.
        public static func == (one: Value, other: Value) -> Bool {
            switch (one, other) {
            case (.scalar(let a, let b), .scalar(let c, let d)): a == c && b == d
            case (.sequence(let a), .sequence(let b)): a == b
            case (.mapping(let a), .mapping(let b)): a.elementsEqual(b) { $0.key == $1.key && $0.value == $1.value }
            default: false
            }
        }
    }

    /// The value.
    public let value: Value
    /// Where it starts.
    public let place: Place

    /// A place in a file; `length` is what the caret line underlines, in scalars.
    public struct Place: Sendable, Equatable {
        // Narrow, since a taxonomy has tens of thousands of them.
        private let parts: (file: Int32, line: Int32, column: Int32, length: Int32)

        /// The number of the file among those the loader has read.
        public var file: Int { Int(parts.file) }
        /// From 1.
        public var line: Int { Int(parts.line) }
        /// From 1, in scalars.
        public var column: Int { Int(parts.column) }
        /// In scalars, within the line; at least 1.
        public var length: Int { Int(parts.length) }

        /// Makes a place.
        public init(file: Int, line: Int, column: Int, length: Int) {
            func narrow(_ value: Int) -> Int32 { Int32(clamping: value) }
            parts = (narrow(file), narrow(line), narrow(column), narrow(length))
        }

        /// Whether two places are the same.
        public static func == (one: Place, other: Place) -> Bool { one.parts == other.parts }
    }

    /// Makes a value.
    public init(_ value: Value, at place: Place) { (self.value, self.place) = (value, place) }

    /// The text of a scalar, else `nil`.
    public var text: String? {
        if case .scalar(let text, _) = value { text } else { nil }
    }

    /// What kind of value it is, for a message: `a list`, `a mapping`, `'abc'`.
    public var described: String {
        switch value {
        case .scalar(let text, _):
            text.isEmpty ? "nothing" : "'\(text.prefix(60))\(text.count > 60 ? "…" : "")'"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// The value of a key of a mapping.
    public subscript(_ key: String) -> Setting? {
        guard case .mapping(let pairs) = value else { return nil }
        return pairs.first { $0.key.text == key }?.value
    }
}

/// A mistake in a file, where it stands, and what would be right.
public struct Mistake: Error, Sendable, Equatable {
    /// Where.
    public let place: Setting.Place
    /// What is wrong, in lower case, without a full stop; with `; did you mean 'x'?` where that helps.
    public let message: String
    /// A line below the caret: what would be right.
    public let hint: String?
    /// Where inside the text at `place`, in scalars of that text; `nil` for all of it.
    public let offset: Int?

    /// Makes a mistake.
    public init(at place: Setting.Place, offset: Int? = nil, _ message: String, hint: String? = nil) {
        (self.place, self.offset, self.message, self.hint) = (place, offset, message, hint)
    }
}

/// The nearest of `names` to a mistyped one: at most a third of its letters differ, and never more than three; else the
/// only one that it is the beginning of, or that is its beginning, with at most a quarter of the letters wrong.
public func nearest(to name: String, among names: [String]) -> String? {
    let limit = min(3, max(1, name.count / 3))
    let near = names.map { (name: $0, distance: editDistance(Array(name.utf8), Array($0.utf8))) }
        .filter {
            $0.distance <= limit || $0.name.replacing("-", with: "") == name.replacing("_", with: "").lowercased()
        }
        .min { $0.distance < $1.distance }
    if let near { return near.name }
    let begun = names.filter { other in
        let (short, long) = name.utf8.count < other.utf8.count ? (name, other) : (other, name)
        guard short.utf8.count >= 3 else { return false }
        return editDistances(Array(short.utf8), toBeginningsOf: Array(long.utf8)).min() ?? 0 <= short.utf8.count / 4
    }
    return begun.count == 1 ? begun[0] : nil
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other.
func editDistance(_ one: [UInt8], _ other: [UInt8]) -> Int { editDistances(one, toBeginningsOf: other)[other.count] }

/// The edit distance of a text to each beginning of another, by its length.
private func editDistances(_ one: [UInt8], toBeginningsOf other: [UInt8]) -> [Int] {
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for (i, a) in one.enumerated() {
        var row = [i + 1]
        for (j, b) in other.enumerated() {
            var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a == b ? 0 : 1))
            if i > 0, j > 0, a == other[j - 1], b == one[i - 1] { best = min(best, beforeLast[j - 1] + 1) }
            row.append(best)
        }
        (beforeLast, last) = (last, row)
    }
    return last
}
