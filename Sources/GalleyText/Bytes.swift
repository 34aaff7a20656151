// Reading UTF-8 by the byte. Everything here expects valid UTF-8 unless it says otherwise.

internal import CMasks
internal import Glibc

extension Span<UInt8> {
    /// Decodes the scalar that starts at `offset`.
    ///
    /// - Precondition: the bytes are valid UTF-8 and `offset` is a scalar boundary before the end.
    /// - Returns: the scalar's value and its length in bytes, 1 to 4.
    @inlinable
    public func scalar(at offset: Int) -> (value: UInt32, length: Int) {
        let first = UInt32(self[offset])
        if first < 0x80 { return (first, 1) }
        if first < 0xE0 { return ((first & 0x1F) << 6 | trail(offset + 1), 2) }
        if first < 0xF0 { return ((first & 0x0F) << 12 | trail(offset + 1) << 6 | trail(offset + 2), 3) }
        return (
            (first & 0x07) << 18 | trail(offset + 1) << 12 | trail(offset + 2) << 6 | trail(offset + 3), 4
        )
    }

    /// Decodes the scalar that ends at `offset`.
    ///
    /// - Precondition: the bytes are valid UTF-8 and `offset` is a scalar boundary after the start.
    @inlinable
    public func scalar(before offset: Int) -> (value: UInt32, length: Int) {
        var start = offset - 1
        while self[start] & 0xC0 == 0x80 { start -= 1 }
        return scalar(at: start)
    }

    @inlinable
    func trail(_ offset: Int) -> UInt32 { UInt32(self[offset] & 0x3F) }

    /// Says whether `offset` lies between two scalars, or at either end.
    @inlinable
    public func isScalarBoundary(_ offset: Int) -> Bool {
        offset == 0 || offset == count || (offset > 0 && offset < count && self[offset] & 0xC0 != 0x80)
    }

    /// The offset of the first `byte` in `range`, or `nil`.
    ///
    /// - Complexity: O(*n*) in the length of `range`, many bytes at a time.
    public func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        guard !range.isEmpty else { return nil }
        return unsafe withUnsafeBufferPointer { buffer -> Int? in
            guard let base = buffer.baseAddress, range.lowerBound >= 0, range.upperBound <= buffer.count else {
                return nil
            }
            guard let hit = unsafe memchr(base + range.lowerBound, Int32(byte), range.count) else { return nil }
            return unsafe UnsafeRawPointer(hit) - UnsafeRawPointer(base)
        }
    }

    /// The offset of the first byte of `range` that is not ASCII, or the end of `range`.
    ///
    /// - Complexity: O(*n*) in the length of `range`, 64 bytes at a time.
    public func firstNonASCII(in range: Range<Int>) -> Int { unsafe firstIndex(in: range, mask_beyond_ascii) }

    /// Says whether the bytes at `offset` begin with `text`.
    @inlinable
    public func has(_ text: StaticString, at offset: Int) -> Bool {
        guard offset >= 0, offset + text.utf8CodeUnitCount <= count else { return false }
        return text.withUTF8Buffer { wanted in
            for index in 0..<wanted.count where unsafe wanted[index] != self[offset + index] { return false }
            return true
        }
    }

    /// The bytes of `range` as a string.
    public func string(_ range: Range<Int>) -> String {
        unsafe extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// The place of the first bytes that are not UTF-8, or `nil` if all are.
    ///
    /// - Complexity: O(*n*); 64 bytes of ASCII at a time.
    public func firstInvalidUTF8() -> Range<Int>? {
        var start = 0
        while true {
            start = firstNonASCII(in: start..<count)
            guard start < count else { return nil }
            // A scalar beyond ASCII has no byte of ASCII, so that each run of such bytes is valid or not by itself.
            var end = start + 1
            while end < count, self[end] >= 0x80 { end += 1 }
            do throws(UTF8.ValidationError) {
                _ = try UTF8Span(validating: extracting(start..<end))
            } catch {
                return start + error.byteOffsets.lowerBound..<start + error.byteOffsets.upperBound
            }
            start = end
        }
    }
}

extension UTF8 {
    /// Calls `body` with the bytes of a scalar's value, in order.
    ///
    /// - Precondition: `scalar` is a Unicode scalar value, not a surrogate.
    @inlinable @inline(__always)
    public static func forEachByte(of scalar: UInt32, _ body: (UInt8) -> Void) {
        if scalar < 0x80 { return body(UInt8(scalar)) }
        if scalar < 0x800 {
            body(UInt8(0xC0 | scalar >> 6))
        } else {
            if scalar < 0x1_0000 {
                body(UInt8(0xE0 | scalar >> 12))
            } else {
                body(UInt8(0xF0 | scalar >> 18))
                body(UInt8(0x80 | scalar >> 12 & 0x3F))
            }
            body(UInt8(0x80 | scalar >> 6 & 0x3F))
        }
        body(UInt8(0x80 | scalar & 0x3F))
    }
}

extension [UInt8] {
    /// Appends the UTF-8 form of a scalar's value.
    ///
    /// - Precondition: `scalar` is a Unicode scalar value, not a surrogate.
    @inlinable
    public mutating func append(scalar: UInt32) {
        UTF8.forEachByte(of: scalar) { append($0) }
    }

    /// Appends the bytes of `span`, in one copy.
    public mutating func append(copying span: Span<UInt8>) {
        // Even for nothing, asking for room makes a buffer.
        if !span.isEmpty { append(addingCapacity: span.count) { $0.append(copying: span) } }
    }
}

extension OutputSpan<UInt8> {
    /// Appends the UTF-8 form of a scalar's value.
    ///
    /// - Precondition: `scalar` is a Unicode scalar value, not a surrogate, and there is room for it.
    @inlinable
    public mutating func append(scalar: UInt32) {
        UTF8.forEachByte(of: scalar) { append($0) }
    }

    /// Appends the bytes of `span`, in one copy.
    ///
    /// - Precondition: there is room for them.
    @inlinable
    @inline(__always)
    public mutating func append(copying span: Span<UInt8>) {
        precondition(span.count <= freeCapacity)
        unsafe span.withUnsafeBytes { source in
            unsafe withUnsafeMutableBufferPointer { buffer, count in
                guard let from = source.baseAddress, let to = buffer.baseAddress else { return }
                unsafe UnsafeMutableRawPointer(to + count).copyMemory(from: from, byteCount: source.count)
                count &+= source.count
            }
        }
    }
}

/// Questions about single bytes of ASCII; every answer for a byte ≥ 0x80 is `false`.
extension UInt8 {
    /// A to Z or a to z.
    @inlinable public var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
    /// 0 to 9.
    @inlinable public var isASCIIDigit: Bool { self &- 0x30 < 10 }
    /// A to Z.
    @inlinable public var isASCIIUpper: Bool { self &- 0x41 < 26 }
    /// a to z.
    @inlinable public var isASCIILower: Bool { self &- 0x61 < 26 }
    /// Space, tab, line feed, vertical tab, form feed or carriage return.
    @inlinable public var isASCIISpace: Bool { self == 0x20 || self &- 0x09 < 5 }
    /// The lower-case letter for A to Z; any other byte as it is.
    @inlinable public var asciiLowered: UInt8 { isASCIIUpper ? self | 0x20 : self }
}
