/// A word of a headline, as near copies are compared by.
struct NearWord: Sendable {
    let hash: UInt64
    let letters: [UInt32]
    let hasDigit: Bool
    let isUpper: Bool
    let isIdeograph: Bool

    static func words(_ bytes: Span<UInt8>, _ tokens: [Token]) -> [NearWord] {
        var words: [NearWord] = []
        words.reserveCapacity(tokens.count)
        for token in tokens {
            let letters = bytes.letters(in: token.range)
            words.append(
                NearWord(
                    hash: token.hash,
                    letters: letters,
                    hasDigit: letters.contains { Unicodes.isDigit($0) },
                    isUpper: Unicodes.isUpper(bytes.scalar(at: token.start).value),
                    isIdeograph: letters.contains { Unicodes.isIdeographic($0) }
                )
            )
        }
        return words
    }

    /// The words of `range` without articles, which come and go between spellings.
    static func tokens(_ bytes: Span<UInt8>, in range: Range<Int>) -> [Token] {
        TokenTable(bytes, in: range).tokens.filter { !HeadlineMatcher.articles.contains($0.hash) }
    }

    /// A word that can be left out without a fact being lost: no name and no number.
    var isMinor: Bool { !hasDigit && !isIdeograph && (!isUpper || letters.count <= 3) }

    /// The same word but for its ending or one wrong letter.
    ///
    /// `sign` and `signed`, `colour` and `color`; but not `Iran` and `Iraq`, `Niger` and `Nigeria`, `Austria` and
    /// `Australia`, `million` and `billion`.
    func resembles(_ other: NearWord) -> Bool {
        if hash == other.hash { return true }
        let (short, long) = letters.count <= other.letters.count ? (letters, other.letters) : (other.letters, letters)
        guard short.count >= 4, long.count - short.count <= 3, short[0] == long[0] else { return false }
        guard !hasDigit, !other.hasDigit, !isIdeograph, !other.isIdeograph else { return false }
        var front = 0
        while front < short.count, short[front] == long[front] { front += 1 }
        if long.count - front <= 1, long.count > short.count { return true }
        if front >= 4, front == short.count || long.count - front <= 2, !(isUpper && other.isUpper) { return true }
        guard short.count >= 6, long.count - short.count <= 1 else { return false }
        var back = 0
        while back < short.count - front, short[short.count - 1 - back] == long[long.count - 1 - back] { back += 1 }
        return front + back >= long.count - 1
    }
}

extension HeadlineMatcher.Form {
    /// Says whether a line of `count` bytes can be a near copy.
    func isAsLong(as count: Int, _ similarity: Double) -> Bool {
        guard (6...80).contains(words) else { return false }
        return Double(min(range.count, count)) >= (similarity - 0.1) * Double(max(range.count, count))
    }
}

extension HeadlineMatcher {
    /// Compares the words in their order.
    ///
    /// A near copy has the headline's words but for spelling, endings and a few minor words left out. It begins or ends
    /// with the same letter.
    func near(_ bytes: Span<UInt8>, _ line: Range<Int>, _ similarity: Double) -> Match? {
        guard similarity < 1, line.count <= 400, forms.contains(where: { $0.isAsLong(as: line.count, similarity) })
        else {
            return nil
        }
        var start = line.lowerBound
        let (first, last) = (bytes.nextLetter(&start, before: line.upperBound), bytes.lastLetter(in: line))
        guard forms.contains(where: { $0.letters.first == first || $0.letters.last == last }) else { return nil }
        let others = NearWord.tokens(bytes, in: line)
        guard (4...80).contains(others.count) else { return nil }
        let whole = headline
        var match: Match?
        for form in forms where form.isAsLong(as: line.count, similarity) {
            let tokens = NearWord.tokens(whole.span, in: form.range)
            // Half of the headline's words stand in the line: enough to look closer.
            let shared = tokens.count { token in others.contains { $0.hash == token.hash } }
            guard tokens.count >= 6, shared * 2 >= tokens.count else { continue }
            let words = NearWord.words(whole.span, tokens)
            switch compare(words, NearWord.words(bytes, others), similarity, endsSentence: bytes.endsSentence(in: line))
            {
            case .near: return .near
            case let other?: match = other
            case nil: break
            }
        }
        return match
    }

    private func compare(_ words: [NearWord], _ others: [NearWord], _ similarity: Double, endsSentence: Bool) -> Match?
    {
        let pairs = Self.aligned(words, others)
        let shared = pairs.reduce(0) { $0 + min(words[$1.0].letters.count, others[$1.1].letters.count) }
        let total = words.reduce(0) { $0 + $1.letters.count } + others.reduce(0) { $0 + $1.letters.count }
        guard 2 * Double(pairs.count) >= similarity * Double(words.count + others.count) else { return nil }
        guard 2 * Double(shared) >= similarity * Double(total) else { return nil }
        let dropped = Self.rest(of: words, without: pairs.map(\.0))
        let added = Self.rest(of: others, without: pairs.map(\.1))
        let isCopy = added.isEmpty && dropped.allSatisfy { $0.isMinor && !Self.negations.contains($0.hash) }
        return isCopy && (self.endsSentence || !endsSentence) ? .near : .other
    }

    private static func rest(of words: [NearWord], without paired: [Int]) -> [NearWord] {
        let paired = Set(paired)
        return words.indices.filter { !paired.contains($0) }.map { words[$0] }
    }

    /// The longest common subsequence of two lists of words that resemble each other.
    private static func aligned(_ one: [NearWord], _ two: [NearWord]) -> [(Int, Int)] {
        let width = two.count + 1
        var best = [Int32](repeating: 0, count: (one.count + 1) * width)
        for i in one.indices.reversed() {
            for j in two.indices.reversed() {
                let skip = max(best[(i + 1) * width + j], best[i * width + j + 1])
                let pair = one[i].resembles(two[j]) ? best[(i + 1) * width + j + 1] + 1 : 0
                best[i * width + j] = max(skip, pair)
            }
        }
        var pairs: [(Int, Int)] = []
        var (i, j) = (0, 0)
        while i < one.count, j < two.count {
            let here = best[i * width + j]
            if best[(i + 1) * width + j] == here {
                i += 1
            } else if best[i * width + j + 1] == here {
                j += 1
            } else {
                pairs.append((i, j))
                i += 1
                j += 1
            }
        }
        return pairs
    }

    private static func hashes(_ words: String) -> Set<UInt64> {
        Set(TokenTable.hashes(ofWordsIn: words))
    }

    /// Articles, by hand from the languages' grammars.
    static let articles = hashes(
        "a an the der die das den dem des ein eine einen einem einer le la les l un une des el los las una unos unas "
            + "il lo gli i uno o os as um uma de het een en ett et"
    )

    /// Words that turn a statement round, by hand; `t` is what is left of `won’t`.
    private static let negations = hashes(
        "not no never none nor neither without t nicht kein keine keinen keiner nie niemals ohne ne pas non jamais sans "
            + "no nunca sin não nunca sem mai senza niet geen nooit zonder inte aldrig ikke aldri nie bez не нет без ni"
    )
}
