/// Writes JSON into bytes, piece by piece; commas come by themselves.
public struct JSONWriter {
    /// What was written so far.
    public var bytes: [UInt8]

    /// Writes behind `bytes`.
    public init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    /// Writes with room for `capacity` bytes from the start.
    public init(reserving capacity: Int) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Whether a comma parts what comes next from what was written.
    private var needsComma: Bool {
        // What was written ends in an opener or a colon exactly where no comma belongs.
        switch bytes.last {
        case nil, 0x7B, 0x5B, 0x3A, 0x0A: false
        default: true
        }
    }

    /// Appends up to `count` bytes behind the comma, if one belongs there, in one step.
    @inline(__always)
    private mutating func append(_ count: Int, _ write: (inout OutputSpan<UInt8>) -> Void) {
        let comma = needsComma
        bytes.append(addingCapacity: count + 1) { output in
            if comma { output.append(0x2C) }
            write(&output)
        }
    }

    /// Opens an object.
    public mutating func beginObject() { append(1) { $0.append(0x7B) } }

    /// Closes an object.
    public mutating func endObject() { bytes.append(0x7D) }

    /// Opens an array.
    public mutating func beginArray() { append(1) { $0.append(0x5B) } }

    /// Closes an array.
    public mutating func endArray() { bytes.append(0x5D) }

    /// Writes a key that needs no escape; its value comes next.
    public mutating func key(_ name: StaticString) {
        name.withUTF8Buffer { buffer in
            let name = unsafe buffer.span
            append(name.count + 3) { output in
                output.append(0x22)
                output.append(copying: name)
                output.append(0x22)
                output.append(0x3A)
            }
        }
    }

    /// Writes a key that may need escapes; its value comes next.
    public mutating func key(named name: String) {
        string(name)
        bytes.append(0x3A)
    }

    /// Writes a string.
    public mutating func string(_ text: String) { string(text.utf8.span) }

    /// Writes a string.
    ///
    /// - Precondition: `text` is valid UTF-8.
    public mutating func string(_ text: Span<UInt8>) {
        guard text.firstJSONSpecial(in: 0..<text.count) == text.count else {
            append(0) { _ in }
            bytes.append(jsonString: text)
            return
        }
        append(text.count + 2) { output in
            output.append(0x22)
            output.append(copying: text)
            output.append(0x22)
        }
    }

    /// Writes a key with a string.
    public mutating func member(_ name: StaticString, _ text: String) {
        key(name)
        string(text)
    }

    /// Writes a key with a whole number.
    public mutating func member(_ name: StaticString, _ value: Int) {
        key(name)
        integer(value)
    }

    /// Writes a key with `true` or `false`.
    public mutating func member(_ name: StaticString, _ value: Bool) {
        key(name)
        flag(value)
    }

    /// Writes bytes as a string where they are UTF-8, else as `{"b64": …}`.
    public mutating func text(_ bytes: Span<UInt8>) {
        if bytes.firstInvalidUTF8() == nil {
            string(bytes)
        } else {
            beginObject()
            key("b64")
            string(Base64.encode(bytes))
            endObject()
        }
    }

    /// Writes a whole number.
    public mutating func integer(_ value: Int) {
        append(21) { output in
            if value < 0 { output.append(0x2D) }
            output.append(digits: value.magnitude)
        }
    }

    /// Writes a number with at most three decimals.
    public mutating func number(_ value: Double) {
        let thousandths = Int((value * 1000).rounded())
        append(25) { output in
            if thousandths < 0 { output.append(0x2D) }
            output.append(digits: thousandths.magnitude / 1000)
            var rest = thousandths.magnitude % 1000
            guard rest > 0 else { return }
            output.append(0x2E)
            while rest > 0 {
                output.append(0x30 + UInt8(rest / 100))
                rest = rest % 100 * 10
            }
        }
    }

    /// Writes a digest, as a string of 64 hexadecimal digits.
    public mutating func digest(_ digest: Digest) {
        append(1) { $0.append(0x22) }
        digest.appendDigits(to: &bytes)
        bytes.append(0x22)
    }

    /// Writes `true` or `false`.
    public mutating func flag(_ value: Bool) {
        append(0) { _ in }
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Writes JSON that is there already.
    public mutating func raw(_ json: Span<UInt8>) {
        append(json.count) { $0.append(copying: json) }
    }
}

extension OutputSpan<UInt8> {
    /// Appends a number in decimal, up to 20 digits.
    fileprivate mutating func append(digits value: UInt) {
        var digits = InlineArray<20, UInt8>(repeating: 0x30)
        var (rest, start) = (value, 20)
        repeat {
            start -= 1
            digits[start] += UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        append(copying: digits.span.extracting(start..<20))
    }
}

/// Base 64 (RFC 4648, with padding), for bytes that are not UTF-8.
public enum Base64 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The letters for `bytes`.
    public static func encode(_ bytes: Span<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var group: UInt32 = 0
            for index in 0..<3 { group = group << 8 | (index < count ? UInt32(bytes[start + index]) : 0) }
            for index in 0..<4 {
                result.append(index <= count ? letters[Int(group >> UInt32(18 - 6 * index) & 63)] : 0x3D)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The bytes of `text`, or `nil` if it is not base 64.
    public static func decode(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        var (group, bits) = (UInt32(0), 0)
        let body = text.utf8.prefix { $0 != 0x3D }
        guard text.utf8.count % 4 == 0, text.utf8.count - body.count <= 2 else { return nil }
        for letter in body {
            guard let value = letters.firstIndex(of: letter) else { return nil }
            group = group << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                result.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
            }
        }
        return text.utf8.dropFirst(body.count).allSatisfy { $0 == 0x3D } ? result : nil
    }
}
