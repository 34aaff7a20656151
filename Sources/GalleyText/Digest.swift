internal import CNettle

/// A SHA-256 digest.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
    private let words: InlineBytes

    fileprivate struct InlineBytes: Sendable, Hashable {
        var a: UInt64 = 0
        var b: UInt64 = 0
        var c: UInt64 = 0
        var d: UInt64 = 0
    }

    /// Digests `bytes`.
    ///
    /// - Complexity: O(*n*).
    public init(_ bytes: Span<UInt8>) {
        self.init { hasher in hasher.update(bytes) }
    }

    /// Digests what `feed` gives to the hasher, piece by piece.
    public init(_ feed: (inout Hasher) -> Void) {
        var hasher = Hasher()
        feed(&hasher)
        words = hasher.finished()
    }

    /// Digests what was given to a hasher.
    public init(_ hasher: consuming Hasher) { words = hasher.finished() }

    /// Collects the pieces of what is digested.
    public struct Hasher {
        private var context = sha256_ctx()

        /// Begins with nothing.
        public init() { unsafe nettle_sha256_init(&context) }

        /// Adds the bytes of `piece`.
        public mutating func update(_ piece: Span<UInt8>) {
            unsafe piece.withUnsafeBufferPointer { unsafe nettle_sha256_update(&context, $0.count, $0.baseAddress) }
        }

        fileprivate mutating func finished() -> InlineBytes {
            var result = InlineBytes()
            unsafe withUnsafeMutableBytes(of: &result) { raw in
                unsafe nettle_sha256_digest(&context, 32, raw.baseAddress?.assumingMemoryBound(to: UInt8.self))
            }
            return result
        }
    }

    /// 64 hexadecimal digits, lower case.
    public var description: String {
        let digits = [UInt8](capacity: 64) { $0.append(digitsOf: self) }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        [words.a, words.b, words.c, words.d].flatMap { word in
            stride(from: 0, to: 64, by: 8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
        }
    }

    fileprivate var parts: InlineArray<4, UInt64> { [words.a, words.b, words.c, words.d] }
}

extension OutputSpan<UInt8> {
    /// Appends the 64 digits of a digest's description.
    mutating func append(digitsOf digest: Digest) {
        let parts = digest.parts
        for number in 0..<4 {
            for shift in stride(from: 0, to: 64, by: 8) as StrideTo<UInt64> {
                let byte = UInt8(truncatingIfNeeded: parts[number] >> shift)
                append(Self.digit(byte >> 4))
                append(Self.digit(byte & 15))
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
