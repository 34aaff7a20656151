internal import Glibc

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

    /// Maps an open file, which is to be replaced by a rename or removed, and never written over.
    ///
    /// - Returns: `nil` with `errno` if it cannot be mapped.
    package convenience init?(mapping descriptor: Int32, count: Int) {
        guard count > 0 else {
            self.init(copying: [])
            return
        }
        let start = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard unsafe start != MAP_FAILED else { return nil }
        unsafe self.init(adopting: UnsafeRawBufferPointer(start: start, count: count)) { bytes in
            unsafe munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
        }
    }

    /// Copies bytes to where the tables of a file lie as in a mapping of it.
    public convenience init(copying bytes: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 64)
        unsafe copy.copyBytes(from: bytes)
        unsafe self.init(adopting: UnsafeRawBufferPointer(rebasing: copy[..<bytes.count])) { unsafe $0.deallocate() }
    }

    deinit { unsafe release(UnsafeRawBufferPointer(start: start, count: count)) }

    /// All of them.
    public var span: Span<UInt8> {
        @_lifetime(borrow self) get {
            let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count).assumingMemoryBound(to: UInt8.self)
            return unsafe _overrideLifetime(Span(_unsafeElements: bytes), borrowing: self)
        }
    }

    /// Lends the bytes to a loop that checks its own bounds.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe body(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// A copy of some of them.
    public func bytes(_ range: Range<Int>) -> [UInt8] {
        var copy: [UInt8] = []
        copy.append(copying: span.extracting(range))
        return copy
    }
}
