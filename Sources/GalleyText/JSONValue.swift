/// A JSON value read whole: for records, which are small beside articles.
public indirect enum JSONValue: Sendable, Equatable {
    /// `null`
    case null
    /// `true` or `false`
    case flag(Bool)
    /// A number, as written.
    case number(String)
    /// A string.
    case string([UInt8])
    /// An array.
    case array([JSONValue])
    /// An object; of two members with one key the last counts.
    case object([String: JSONValue])

    /// Reads the one value that `range` holds.
    ///
    /// - Throws: `JSONFault`.
    public init(_ bytes: Span<UInt8>, in range: Range<Int>) throws(JSONFault) {
        let range = bytes.withoutSpace(range)
        guard let first = range.first else {
            throw JSONFault(offset: range.lowerBound, message: "a value is needed here")
        }
        switch bytes[first] {
        case 0x7B:
            var scanner = JSONScanner(bytes, in: range)
            var members: [String: JSONValue] = [:]
            for member in try scanner.object() {
                let key = JSONString(bytes, at: member.key).text
                members[String(decoding: key, as: UTF8.self)] = try JSONValue(bytes, in: member.value)
            }
            self = .object(members)
        case 0x5B:
            var scanner = JSONScanner(bytes, in: range)
            var items: [JSONValue] = []
            for item in try scanner.elements() { items.append(try JSONValue(bytes, in: item)) }
            self = .array(items)
        default:
            var scanner = JSONScanner(bytes, in: range)
            try scanner.scalar()
            switch bytes[first] {
            case 0x22: self = .string(JSONString(bytes, at: range).text)
            case 0x74: self = .flag(true)
            case 0x66: self = .flag(false)
            case 0x6E: self = .null
            default: self = .number(bytes.string(range))
            }
        }
    }

    /// The value of a member of an object.
    public subscript(_ key: String) -> JSONValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    /// The items of an array.
    public var items: [JSONValue]? {
        if case .array(let items) = self { items } else { nil }
    }

    /// The text of a string.
    public var text: String? {
        if case .string(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
    }

    /// A whole number that is not negative.
    public var count: Int? {
        if case .number(let digits) = self, let value = Int(digits), value >= 0 { value } else { nil }
    }

    /// What `JSONWriter.text` wrote: the bytes of a string, or of `{"b64": …}`.
    public var bytes: [UInt8]? {
        switch self {
        case .string(let bytes): bytes
        case .object(let members): members["b64"]?.text.flatMap(Base64.decode)
        default: nil
        }
    }
}

extension Span<UInt8> {
    fileprivate func withoutSpace(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, self[start].isASCIISpace { start += 1 }
        while end > start, self[end - 1].isASCIISpace { end -= 1 }
        return start..<end
    }
}
