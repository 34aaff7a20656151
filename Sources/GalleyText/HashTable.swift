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

/// A set of 64-bit hashes that may take a stranger for a member: a first question before a `HashTable`.
///
/// It has 128 bits or more for each member, up to 8 KiB: a small set stays in the fastest memory.
public struct HashFilter: Sendable {
    @usableFromInline let bits: [UInt64]
    @usableFromInline let shift: UInt64

    /// Makes a set.
    public init(_ keys: some Collection<UInt64>) {
        let width = min(10, max(1, Int.bitWidth - (keys.count * 2).leadingZeroBitCount))
        var bits = [UInt64](repeating: 0, count: 1 << width)
        shift = UInt64(64 - width)
        for key in keys { bits[Int(key >> shift)] |= 1 << (key >> (shift - 6) & 63) }
        self.bits = bits
    }

    /// Says whether `key` may be a member; if not, it is none.
    @inlinable
    @inline(__always)
    public func mayHold(_ key: UInt64) -> Bool { bits[Int(key >> shift)] >> (key >> (shift &- 6) & 63) & 1 != 0 }
}
