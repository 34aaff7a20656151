internal import GalleyText

/// The terms of a `TermIndex` while it is made: a trie with a step for each word.
struct TermTrie {
    /// A word that leads from a place to the next.
    struct Step {
        /// The places; 0 is the root.
        let from: Int32
        let to: Int32
        /// The number of the word.
        let word: Int
        /// The word may go on behind its bytes.
        let isBeginning: Bool
    }
    /// All steps: each place but the root has one that leads to it.
    private(set) var steps: [Step] = []
    private var numbers: HashTable

    /// How many places there are.
    var count: Int { steps.count + 1 }

    /// - Parameter most: about how many words will come.
    init(most: Int) {
        numbers = HashTable(capacity: most)
        steps.reserveCapacity(most)
    }

    /// Adds a term, and returns the place where it ends.
    mutating func add(_ term: Term, of words: TermWords) -> Int {
        var node = 0
        for word in term.words {
            let isBeginning = term.isBeginning && word == term.words.upperBound - 1
            let mixed = (words[word].hash &+ UInt64(node)) &* 0x9e37_79b9_7f4a_7c15
            let key = isBeginning ? ~mixed : mixed
            if let known = numbers.insert(key, count) {
                node = known
            } else {
                steps.append(Step(from: Int32(node), to: Int32(count), word: word, isBeginning: isBeginning))
                node = count - 1
            }
        }
        return node
    }
}
