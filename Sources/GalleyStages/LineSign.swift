internal import GalleyText

/// What is seen of a line when it is judged: each sign is a number, and each has weights in the weights file.
///
/// The signs of the line alone come first, then those of its place and its neighbours, then those of the whole text,
/// and at last what the first look found around it.
enum LineSign: Int, CaseIterable, Sendable {
    // The line alone.
    case words, fullStop, ellipsis, colon, comma, question, exclamation, bullet, smallStart, quoteStart, digitStart
    case capitals, upperCase, digits, shortWords, smallWords, separators, commas, quotes, sentences
    case year, clock, link, copyright, wordLength
    case sharing, legal, account, related, comments, ads, media, time, menu, author, reader, paper
    // The line among all.
    case copies, isCopy, inHeadline, ofHeadline, echoes, echoedNames
    case litterBefore, litterBehind, litterAbove, litterBelow
    case fromTop, fromBottom, place, wordsBefore, wordsBehind, proseBefore, proseBehind
    case toProseAbove, toProseBelow, aboveProse, belowProse, inBlock, fromBlockStart, toBlockEnd, ofParagraph
    case prose2Above, prose2Below, prose5Above, prose5Below, prose12Above, prose12Below
    case words2Above, words2Below, words5Above, words5Below, words12Above, words12Below
    case buttonsAbove, buttonsBelow
    case wordsAbove, wordsBelow, words2nd, wordsNext2nd, stopAbove, stopBelow, stop2nd, stopNext2nd
    case capitalsAbove, capitalsBelow, colonAbove, colonBelow, bulletAbove, bulletBelow, questionAbove, questionBelow
    case inHeadlineAbove, inHeadlineBelow, smallAbove, smallBelow, digitsAbove, digitsBelow
    // The whole text.
    case blockShare, proseShare, proseLines, lineCount, wordCount, paragraphLength
    // What the first look found.
    case looks, looksAbove, looksBelow, looks2nd, looksNext2nd, looks3Above, looks3Below, looks8Above, looks8Below
    case inRun, fromRunStart, toRunEnd, articleBefore, articleBehind, articleShare, toArticleAbove, toArticleBelow

    /// How many there are.
    static let count = articleCount + 17
    /// How many are known before the first look.
    static let articleCount = LineSign.looks.rawValue
    /// How many are of the line alone and are kept for its neighbours.
    static let ownCount = LineSign.echoedNames.rawValue + 1

    /// The name in the weights file, such as `full-stop`.
    var name: String {
        var name = ""
        for character in "\(self)" {
            if character.isUppercase || character.isNumber, name.last?.isNumber != true { name += "-" }
            name += character.lowercased()
        }
        return name
    }
}

/// Words by which a line speaks of the page and not of the news, in the order of their signs.
///
/// Each kind is a sign: how many words of it a line has.
struct LineVocabulary: Sendable {
    /// The kinds, each a sign.
    static let kinds: [LineSign] = [
        .sharing, .legal, .account, .related, .comments, .ads, .media, .time, .menu, .author, .reader, .paper,
    ]
    private let table: HashTable
    private let filter: HashFilter

    /// - Parameter words: for each word the number of its kind in `kinds`; a word in two kinds counts for the first.
    init(_ words: [(word: String, kind: Int)]) {
        var pairs: [UInt64: Int] = [:]
        for (word, kind) in words {
            let hash = TokenHash.hash(word)
            pairs[hash] = (pairs[hash] ?? 0) | 1 << kind
        }
        table = HashTable(pairs)
        filter = HashFilter(pairs.keys)
    }

    /// The kinds of a word, a bit for each.
    @inline(__always)
    func kinds(of hash: UInt64) -> Int { filter.mayHold(hash) ? table[hash] ?? 0 : 0 }
}

/// A hash of a word's letters in lower case, made while they are read.
enum TokenHash {
    static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15

    @inline(__always)
    static func add(_ letter: UInt32, to hash: UInt64) -> UInt64 { (hash ^ UInt64(letter)) &* 0x0000_0100_0000_01B3 }

    /// Mixes the bits, since a table looks at the upper ones.
    @inline(__always)
    static func finish(_ hash: UInt64) -> UInt64 {
        let mixed = (hash ^ hash >> 32) &* 0xD6E8_FEB8_6659_FD93
        return mixed ^ mixed >> 32
    }

    static func hash(_ word: String) -> UInt64 {
        finish(word.unicodeScalars.reduce(seed) { add(Unicodes.lowered($1.value), to: $0) })
    }
}
