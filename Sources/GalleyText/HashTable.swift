/// Numbers by 64-bit hash, such as that of a `Token`, in one open-addressed table.
///
/// Keys are taken to be well mixed in their upper bits.
public struct HashTable: Sendable {
    @usableFromInline struct Slot: BitwiseCopyable, Sendable {
        @usableFromInline var key: UInt64 = 0
        /// -1 in a free slot.
        @usableFromInline var value = -1
    }
    @usableFromInline let slots: [Slot]
    @usableFromInline let shift: UInt64

    /// Makes a table, at most half full, of numbers from 0.
    public init(_ pairs: [UInt64: Int]) {
        let bits = max(4, Int.bitWidth - (pairs.count * 2).leadingZeroBitCount)
        var slots = [Slot](repeating: Slot(), count: 1 << bits)
        let shift = UInt64(64 - bits)
        for (key, value) in pairs {
            var index = Int(key >> shift)
            while slots[index].value >= 0 { index = (index + 1) & (slots.count - 1) }
            (slots[index].key, slots[index].value) = (key, value)
        }
        (self.slots, self.shift) = (slots, shift)
    }

    /// The number of a key.
    @inlinable
    public subscript(_ key: UInt64) -> Int? {
        var index = Int(key >> shift)
        while slots[index].value >= 0 {
            if slots[index].key == key { return slots[index].value }
            index = (index + 1) & (slots.count - 1)
        }
        return nil
    }
}

/// A set of 64-bit hashes that may take a stranger for a member, in 8 KiB: a first question before a `HashTable`.
public struct HashFilter: Sendable {
    @usableFromInline let bits: [UInt64]

    /// Makes a set.
    @inlinable
    public init(_ keys: some Sequence<UInt64>) {
        var bits = [UInt64](repeating: 0, count: 1 << 10)
        for key in keys { bits[Int(key >> 54)] |= 1 << (key >> 48 & 63) }
        self.bits = bits
    }

    /// Says whether `key` may be a member; if not, it is none.
    @inlinable
    public func mayHold(_ key: UInt64) -> Bool { bits[Int(key >> 54)] >> (key >> 48 & 63) & 1 != 0 }
}
