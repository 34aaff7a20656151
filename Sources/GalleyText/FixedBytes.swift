/// Bytes that neither move nor change: a file mapped into memory, or a copy of an array.
@safe public final class FixedBytes: Sendable {
    /// How many there are.
    public let count: Int
    // Safe to share: nothing is written there until `deinit`, when nobody is left to read.
    private nonisolated(unsafe) let start: UnsafeRawPointer?
    private let release: @Sendable (UnsafeRawBufferPointer) -> Void

    /// Takes bytes over.
    ///
    /// - Parameter release: gives them back, once nobody needs them.
    public init(adopting bytes: UnsafeRawBufferPointer, release: @escaping @Sendable (UnsafeRawBufferPointer) -> Void) {
        unsafe (count, self.release) = (bytes.count, release)
        unsafe start = bytes.baseAddress
    }

    /// Copies bytes to where the tables of a file lie as in a mapping of it.
    public convenience init(copying bytes: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 64)
        unsafe copy.copyBytes(from: bytes)
        unsafe self.init(adopting: UnsafeRawBufferPointer(rebasing: copy[..<bytes.count])) { unsafe $0.deallocate() }
    }

    deinit { unsafe release(UnsafeRawBufferPointer(start: start, count: count)) }

    /// Lends the bytes.
    public func withSpan<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        body(
            unsafe Span(_unsafeElements: UnsafeRawBufferPointer(start: start, count: count).bindMemory(to: UInt8.self))
        )
    }

    /// Lends the bytes to a loop that checks its own bounds.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe body(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// A copy of some of them.
    public func bytes(_ range: Range<Int>) -> [UInt8] {
        withSpan { span in
            var copy: [UInt8] = []
            copy.append(copying: span.extracting(range))
            return copy
        }
    }
}
