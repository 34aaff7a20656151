/// Writes JSON into bytes, piece by piece; commas come by themselves.
public struct JSONWriter {
    /// What was written so far, and room behind it.
    private var buffer: [UInt8]
    private var count: Int
    /// Whether a comma parts what comes next from what was written.
    private var needsComma = false

    /// Writes behind `bytes`, which are empty or whole lines.
    public init(_ bytes: [UInt8] = []) { (buffer, count) = (bytes, bytes.count) }

    /// Writes with room for `capacity` bytes from the start.
    public init(reserving capacity: Int) {
        (buffer, count) = ([UInt8](repeating: 0, count: capacity), 0)
    }

    /// A copy of what was written so far.
    public var bytes: [UInt8] { Array(buffer[..<count]) }

    /// Gives away what was written, without a copy, and begins again with nothing.
    public mutating func finish() -> [UInt8] {
        var bytes: [UInt8] = []
        swap(&bytes, &buffer)
        bytes.removeLast(bytes.count - count)
        (count, needsComma) = (0, false)
        return bytes
    }

    /// Ends the line: what comes next is a text of its own.
    public mutating func endLine() {
        needsComma = false
        append(1) { $0.append(0x0A) }
        needsComma = false
    }

    /// Writes a whole value, of at most `most` bytes, in one step.
    ///
    /// - Precondition: what `write` appends is one value in JSON, or the members that are left of an object.
    public mutating func value(of most: Int, _ write: (inout OutputSpan<UInt8>) -> Void) { append(most, write) }

    /// Appends up to `most` bytes behind the comma, if one belongs there, in one step.
    @inline(__always)
    private mutating func append(_ most: Int, _ write: (inout OutputSpan<UInt8>) -> Void) {
        if buffer.count &- count < most &+ 1 { grow(by: most &+ 1) }
        let comma = needsComma
        unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            let room = unsafe UnsafeMutableBufferPointer(rebasing: buffer[count...])
            var output = unsafe OutputSpan(buffer: room, initializedCount: 0)
            if comma { output.append(0x2C) }
            write(&output)
            count &+= unsafe output.finalize(for: room)
        }
        needsComma = true
    }

    @inline(never)
    private mutating func grow(by most: Int) {
        buffer.append(contentsOf: repeatElement(0, count: max(most, buffer.count, 256)))
    }

    /// Opens an object.
    public mutating func beginObject() {
        append(1) { $0.append(0x7B) }
        needsComma = false
    }

    /// Closes an object.
    public mutating func endObject() { end(0x7D) }

    /// Opens an array.
    public mutating func beginArray() {
        append(1) { $0.append(0x5B) }
        needsComma = false
    }

    /// Closes an array.
    public mutating func endArray() { end(0x5D) }

    private mutating func end(_ bracket: UInt8) {
        needsComma = false
        append(1) { $0.append(bracket) }
    }

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
        needsComma = false
    }

    /// Writes a key that may need escapes; its value comes next.
    public mutating func key(named name: String) {
        string(name)
        needsComma = false
        append(1) { $0.append(0x3A) }
        needsComma = false
    }

    /// Writes a string.
    public mutating func string(_ text: String) { string(text.utf8.span) }

    /// Writes a string.
    ///
    /// - Precondition: `text` is valid UTF-8.
    public mutating func string(_ text: Span<UInt8>) {
        var offset = 0
        repeat {
            let (start, end) = (offset, min(text.count, offset + OutputSpan<UInt8>.escapedStep))
            append(6 * (end - start) + 14) { output in
                if start == 0 { output.append(0x22) }
                offset = output.append(escaping: text, start..<end, .utf8)
                if offset == text.count { output.append(0x22) }
            }
            needsComma = false
        } while offset < text.count
        needsComma = true
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
    public mutating func integer(_ value: Int) { append(21) { $0.append(integer: value) } }

    /// Writes a number with at most three decimals.
    public mutating func number(_ value: Double) { append(25) { $0.append(number: value) } }

    /// Writes a digest, as a string of 64 hexadecimal digits.
    public mutating func digest(_ digest: Digest) {
        append(66) { output in
            output.append(0x22)
            output.append(digitsOf: digest)
            output.append(0x22)
        }
    }

    /// Writes `true` or `false`.
    public mutating func flag(_ value: Bool) {
        append(5) { output in
            for byte in (value ? "true" : "false").utf8 { output.append(byte) }
        }
    }

    /// Writes JSON that is there already.
    public mutating func raw(_ json: Span<UInt8>) {
        append(json.count) { $0.append(copying: json) }
    }
}

/// Pieces of JSON, for `JSONWriter.value`; there must be room for them.
extension OutputSpan<UInt8> {
    /// Appends JSON that is known beforehand.
    @inlinable
    @inline(__always)
    public mutating func append(json: StaticString) {
        json.withUTF8Buffer { unsafe append(copying: $0.span) }
    }

    /// Appends a string of at most 512 bytes, which takes six bytes for each and two more at most.
    public mutating func append(string text: Span<UInt8>) {
        append(0x22)
        _ = append(escaping: text, 0..<text.count, .utf8)
        append(0x22)
    }

    /// Appends a whole number, in at most 20 bytes.
    public mutating func append(integer value: Int) {
        if value < 0 { append(0x2D) }
        append(digits: value.magnitude)
    }

    /// Appends a number with at most three decimals, in at most 24 bytes.
    public mutating func append(number value: Double) {
        let thousandths = Int((value * 1000).rounded())
        if thousandths < 0 { append(0x2D) }
        append(digits: thousandths.magnitude / 1000)
        var rest = thousandths.magnitude % 1000
        guard rest > 0 else { return }
        append(0x2E)
        while rest > 0 {
            append(0x30 + UInt8(rest / 100))
            rest = rest % 100 * 10
        }
    }

    private mutating func append(digits value: UInt) {
        var power: UInt = 1
        while value / power >= 10 { power *= 10 }
        var rest = value
        while power > 0 {
            append(0x30 + UInt8(truncatingIfNeeded: rest / power))
            (rest, power) = (rest % power, power / 10)
        }
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
