/// Numbers by 64-bit hash, such as that of a `Token`, in one open-addressed table that is at most half full.
///
/// Keys are taken to be well mixed in their upper bits.
public struct HashTable: Sendable {
    @usableFromInline struct Slot: BitwiseCopyable, Sendable {
        @usableFromInline var key: UInt64 = 0
        /// -1 in a free slot.
        @usableFromInline var value = -1
    }
    @usableFromInline var slots: [Slot]
    @usableFromInline var shift: UInt64
    private var count = 0

    /// Makes an empty table that does not grow before it has `capacity` keys.
    public init(capacity: Int) {
        let bits = max(4, Int.bitWidth - (capacity * 2).leadingZeroBitCount)
        (slots, shift) = ([Slot](repeating: Slot(), count: 1 << bits), UInt64(64 - bits))
    }

    /// Makes a table of numbers from 0.
    public init(_ pairs: [UInt64: Int]) {
        self.init(capacity: pairs.count)
        for (key, value) in pairs { _ = insert(key, value) }
    }

    /// Gives a key a number from 0, unless it has one.
    ///
    /// - Returns: the number that it had.
    public mutating func insert(_ key: UInt64, _ value: Int) -> Int? {
        var index = Int(key >> shift)
        while slots[index].value >= 0 {
            if slots[index].key == key { return slots[index].value }
            index = (index + 1) & (slots.count - 1)
        }
        (slots[index].key, slots[index].value) = (key, value)
        count += 1
        if count * 2 > slots.count {
            var larger = HashTable(capacity: slots.count)
            for slot in slots where slot.value >= 0 { _ = larger.insert(slot.key, slot.value) }
            self = larger
        }
        return nil
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
    @inlinable
    public init(_ keys: some Collection<UInt64>) {
        let width = min(10, max(1, Int.bitWidth - (keys.count * 2).leadingZeroBitCount))
        var bits = [UInt64](repeating: 0, count: 1 << width)
        shift = UInt64(64 - width)
        for key in keys { bits[Int(key >> shift)] |= 1 << (key >> (shift &- 6) & 63) }
        self.bits = bits
    }

    /// Says whether `key` may be a member; if not, it is none.
    @inlinable
    @inline(__always)
    public func mayHold(_ key: UInt64) -> Bool {
        bits[Int(truncatingIfNeeded: key &>> shift)] &>> (key &>> (shift &- 6)) & 1 != 0
    }
}
