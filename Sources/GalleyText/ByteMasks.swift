extension Span<UInt8> {
    /// One bit for each of the 64 bytes from `offset` on, the lowest first; none at or behind `end`.
    ///
    /// - Parameter mask: a function of `CMasks`, which reads 64 bytes.
    /// - Precondition: `offset` is before `end`, and both lie within the bytes.
    /// - Complexity: O(1).
    @inlinable
    @inline(__always)
    public func mask(at offset: Int, before end: Int, _ mask: (UnsafePointer<UInt8>) -> UInt64) -> UInt64 {
        precondition(offset >= 0 && offset < end && end <= count)
        let last = count &- 64
        let bits = unsafe withUnsafeBufferPointer { buffer -> UInt64 in
            guard let base = buffer.baseAddress, last >= 0 else { return unsafe maskOfFew(from: offset, mask) }
            return offset <= last ? unsafe mask(base + offset) : unsafe mask(base + last) >> UInt64(offset &- last)
        }
        return end &- offset < 64 ? bits & (1 << UInt64(end &- offset) &- 1) : bits
    }

    /// The same for fewer than 64 bytes, which zeros follow.
    @usableFromInline
    func maskOfFew(from offset: Int, _ mask: (UnsafePointer<UInt8>) -> UInt64) -> UInt64 {
        var block = InlineArray<64, UInt8>(repeating: 0)
        var target = block.mutableSpan
        unsafe target.withUnsafeMutableBytes { target in
            unsafe withUnsafeBytes { unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset...])) }
        }
        return unsafe block.span.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            return unsafe mask(base)
        }
    }

    /// The offset of the first byte of `range` that has its bit in `mask`, or the end of `range`.
    ///
    /// - Parameter mask: a function of `CMasks`, which reads 64 bytes.
    /// - Complexity: O(*n*) in the length of `range`, 64 bytes at a time.
    @inlinable
    @inline(__always)
    public func firstIndex(in range: Range<Int>, _ mask: (UnsafePointer<UInt8>) -> UInt64) -> Int {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let hits = unsafe self.mask(at: offset, before: range.upperBound, mask)
            if hits != 0 { return offset &+ hits.trailingZeroBitCount }
            offset &+= 64
        }
        return range.upperBound
    }

    /// Calls `body` for each byte of `range` that has its bit in `mask`, in order.
    ///
    /// - Parameters:
    ///   - mask: a function of `CMasks`, which reads 64 bytes.
    ///   - body: takes the byte's offset, and says from which offset behind it to go on.
    /// - Complexity: O(*n*) in the length of `range`, 64 bytes at a time.
    @inlinable
    @inline(__always)
    public func forEachIndex<Failure: Error>(
        in range: Range<Int>,
        _ mask: (UnsafePointer<UInt8>) -> UInt64,
        _ body: (Int) throws(Failure) -> Int
    ) throws(Failure) {
        var block = range.lowerBound
        var next = block
        while block < range.upperBound {
            var hits = unsafe self.mask(at: block, before: range.upperBound, mask)
            while hits != 0 {
                let index = block &+ hits.trailingZeroBitCount
                hits &= hits &- 1
                if index >= next { next = try body(index) }
            }
            // A long way on, or the end.
            block = Swift.max(block &+ 64, next)
        }
    }
}
