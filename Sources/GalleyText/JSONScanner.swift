internal import CMasks

/// What is wrong with a JSON text, and where.
public struct JSONFault: Error, Sendable, Equatable {
    /// The offset of the byte that is wrong, in bytes.
    public let offset: Int
    /// What is wrong and what would be right, in lower case, without a full stop.
    public let message: String

    /// Makes a fault.
    public init(offset: Int, message: String) { (self.offset, self.message) = (offset, message) }
}

/// A member of a JSON object, as places in its bytes.
public struct JSONMember: Sendable, Equatable {
    /// The raw key, with its quotation marks.
    public let key: Range<Int>
    /// The raw value.
    public let value: Range<Int>
}

/// Reads JSON (RFC 8259) without changing it: every part is a place in the bytes, so that what is not touched stays as
/// it was written.
///
/// It accepts what the standard accepts, nothing else, down to 512 levels.
public struct JSONScanner: ~Escapable {
    private let bytes: Span<UInt8>
    private let end: Int
    /// The offset of the next byte.
    public private(set) var offset: Int

    /// Starts at the beginning of `range`.
    @_lifetime(copy bytes)
    public init(_ bytes: Span<UInt8>, in range: Range<Int>) {
        self.bytes = bytes
        (offset, end) = (range.lowerBound, range.upperBound)
    }

    /// The members of the one object that the range holds, in order.
    ///
    /// - Throws: `JSONFault`, also if anything but an object stands there.
    public mutating func object() throws(JSONFault) -> [JSONMember] {
        skipSpace()
        guard peek == 0x7B else { throw fault("an object { … } is needed here") }
        var members: [JSONMember] = []
        try self.members { key, value in members.append(JSONMember(key: key, value: value)) }
        skipSpace()
        guard offset == end else { throw fault("nothing may follow the object") }
        return members
    }

    /// The places of the items of the one array that the range holds, in order.
    ///
    /// - Throws: `JSONFault`, also if anything but an array stands there.
    public mutating func elements() throws(JSONFault) -> [Range<Int>] {
        skipSpace()
        guard peek == 0x5B else { throw fault("an array [ … ] is needed here") }
        var items: [Range<Int>] = []
        try array(depth: 0) { items.append($0) }
        skipSpace()
        guard offset == end else { throw fault("nothing may follow the array") }
        return items
    }

    /// Reads the one value that the range holds and that is neither object nor array.
    ///
    /// - Throws: `JSONFault`.
    public mutating func scalar() throws(JSONFault) {
        skipSpace()
        try value(depth: 0)
        skipSpace()
        guard offset == end else { throw fault("nothing may follow the value") }
    }

    private var peek: UInt8? { offset < end ? bytes[offset] : nil }

    private func fault(_ message: String) -> JSONFault { JSONFault(offset: offset, message: message) }

    private mutating func skipSpace() {
        while offset < end {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    /// Reads the members of the object whose brace is next, each with its key and value.
    private mutating func members(
        depth: Int = 0,
        _ take: (_ key: Range<Int>, _ value: Range<Int>) -> Void
    ) throws(JSONFault) {
        offset += 1
        skipSpace()
        if peek == 0x7D {
            offset += 1
            return
        }
        while true {
            skipSpace()
            guard peek == 0x22 else { throw fault("a key in quotation marks is needed here") }
            let key = try string()
            skipSpace()
            guard peek == 0x3A else { throw fault("':' is needed after a key") }
            offset += 1
            skipSpace()
            let start = offset
            try value(depth: depth + 1)
            take(key, start..<offset)
            skipSpace()
            if peek == 0x2C {
                offset += 1
            } else if peek == 0x7D {
                offset += 1
                return
            } else {
                throw fault("',' or '}' is needed here")
            }
        }
    }

    private mutating func value(depth: Int) throws(JSONFault) {
        guard depth <= 512 else { throw fault("values are nested more than 512 deep") }
        switch peek {
        case 0x22: _ = try string()
        case 0x7B: try members(depth: depth) { _, _ in }
        case 0x5B: try array(depth: depth) { _ in }
        case 0x74: try word("true")
        case 0x66: try word("false")
        case 0x6E: try word("null")
        default: try number()
        }
    }

    private mutating func array(depth: Int, _ take: (Range<Int>) -> Void) throws(JSONFault) {
        offset += 1
        skipSpace()
        if peek == 0x5D {
            offset += 1
            return
        }
        while true {
            skipSpace()
            let start = offset
            try value(depth: depth + 1)
            take(start..<offset)
            skipSpace()
            if peek == 0x2C {
                offset += 1
            } else if peek == 0x5D {
                offset += 1
                return
            } else {
                throw fault("',' or ']' is needed here")
            }
        }
    }

    private mutating func word(_ text: StaticString) throws(JSONFault) {
        guard bytes.has(text, at: offset), offset + text.utf8CodeUnitCount <= end else {
            throw fault("a value is needed here")
        }
        offset += text.utf8CodeUnitCount
    }

    private mutating func number() throws(JSONFault) {
        let start = offset
        if peek == 0x2D { offset += 1 }
        if peek == 0x30 {
            offset += 1
        } else if digits() == 0 {
            offset = start
            throw fault("a value is needed here")
        }
        if peek == 0x2E {
            offset += 1
            guard digits() > 0 else { throw fault("a digit is needed after the decimal point") }
        }
        if peek == 0x65 || peek == 0x45 {
            offset += 1
            if peek == 0x2B || peek == 0x2D { offset += 1 }
            guard digits() > 0 else { throw fault("a digit is needed in the exponent") }
        }
    }

    private mutating func digits() -> Int {
        let start = offset
        while let byte = peek, byte.isASCIIDigit { offset += 1 }
        return offset - start
    }

    /// Reads a string, and returns where it stands with its quotation marks.
    private mutating func string() throws(JSONFault) -> Range<Int> {
        let start = offset
        var isClosed = false
        unsafe try bytes.forEachIndex(in: start + 1..<end, mask_json_escapes) { index throws(JSONFault) in
            offset = index
            switch bytes[index] {
            case 0x22:
                offset += 1
                isClosed = true
                return end
            case 0x5C: try escape()
            default: throw fault("a control character in a string is written as an escape, such as \\n")
            }
            return offset
        }
        guard isClosed else { throw JSONFault(offset: start, message: "the string that starts here never ends") }
        return start..<offset
    }

    private mutating func escape() throws(JSONFault) {
        guard offset + 1 < end else { throw fault("an escape is cut off") }
        switch bytes[offset + 1] {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: offset += 2
        case 0x75:
            guard offset + 6 <= end, bytes.hexadecimal(at: offset + 2) != nil else {
                throw fault("\\u takes four hexadecimal digits")
            }
            offset += 6
        default: throw fault("no such escape; write \\\\ for a backslash")
        }
    }
}

extension Span<UInt8> {
    /// The value of the four hexadecimal digits at `offset`, or `nil`.
    func hexadecimal(at offset: Int) -> UInt32? {
        guard offset + 4 <= count else { return nil }
        var value: UInt32 = 0
        for index in offset..<offset + 4 {
            let byte = self[index]
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: value = value << 4 | UInt32((byte | 0x20) - 0x57)
            default: return nil
            }
        }
        return value
    }
}
