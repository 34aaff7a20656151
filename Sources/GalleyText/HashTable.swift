/// Numbers by 64-bit hash, such as that of a `Token`, in one open-addressed table.
///
/// Keys are taken to be well mixed in their upper bits.
public struct HashTable: Sendable {
    /// A key's lower half, and what stands for the rest of it: small, since most of a table is to stay in the cache.
    @usableFromInline struct Slot: BitwiseCopyable, Sendable {
        @usableFromInline var key: UInt32 = 0
        /// The number of an entry; -1 in a free slot.
        @usableFromInline var entry: Int32 = -1
    }
    @usableFromInline let slots: [Slot]
    @usableFromInline let entries: [(key: UInt64, value: Int)]
    @usableFromInline let shift: UInt64

    /// Makes a table, at most half full, of numbers from 0.
    public init(_ pairs: [UInt64: Int]) {
        let bits = max(4, Int.bitWidth - (pairs.count * 2).leadingZeroBitCount)
        var slots = [Slot](repeating: Slot(), count: 1 << bits)
        let shift = UInt64(64 - bits)
        for (number, key) in pairs.keys.enumerated() {
            var index = Int(key >> shift)
            while slots[index].entry >= 0 { index = (index + 1) & (slots.count - 1) }
            (slots[index].key, slots[index].entry) = (UInt32(truncatingIfNeeded: key), Int32(number))
        }
        (self.slots, entries, self.shift) = (slots, pairs.map { (key: $0.key, value: $0.value) }, shift)
    }

    /// The number of a key.
    @inlinable
    public subscript(_ key: UInt64) -> Int? {
        var index = Int(key >> shift)
        while slots[index].entry >= 0 {
            let slot = slots[index]
            if slot.key == UInt32(truncatingIfNeeded: key) {
                let entry = entries[Int(slot.entry)]
                if entry.key == key { return entry.value }
            }
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
