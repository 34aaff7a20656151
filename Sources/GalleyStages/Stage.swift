public import GalleyText

/// A pass that reads an article and proposes edits, findings, tags or a verdict.
///
/// A stage is a pure function of the article, its options and its resources: it opens no file and keeps no state.
/// Its own output needs nothing more from it: a second review of what it made proposes no edit.
public protocol Stage: Sendable {
    /// The stage's options, as read from the pipeline file.
    associatedtype Options: StageOptions

    /// What the stage is, and examples that prove it.
    static var card: StageCard { get }
    /// Its options: the one source for reader, reference and schema.
    static var fields: [OptionField<Options>] { get }
    /// How often the engine lets it look again at what it made, 1 to 3. Most stages get there in one pass.
    static var rounds: Int { get }

    /// Makes the stage.
    ///
    /// - Parameter reader: loads the files that options name, and takes mistakes in them.
    init(_ options: Options, _ reader: inout SettingReader)

    /// Reads the article and proposes.
    ///
    /// - Throws: `StageFailure` if the article cannot be reviewed; it is then set aside, unchanged.
    func review(_ article: Article, into markup: inout Markup) throws(StageFailure)

    /// Reads the title that came with the article, as a text of one paragraph, before it reads the article.
    ///
    /// A stage that would mark the same words at the top of the text marks them here; by default it leaves them alone.
    /// The engine takes edits and findings, and lets it look again as often as at the article.
    func review(title: Article, into markup: inout Markup) throws(StageFailure)

    /// Looks again at what it made.
    ///
    /// A stage whose rules look at a line and those beside it need only read these; by default it reads all.
    ///
    /// - Parameters:
    ///   - article: the text with the edits made.
    ///   - edits: what the look before has changed; it reported nothing.
    func review(_ article: Article, madeBy edits: EditList, into markup: inout Markup) throws(StageFailure)

    /// Looks again at a text in which it had nothing to mark, and which then was changed, by any stage.
    ///
    /// By default it reads all.
    ///
    /// - Parameters:
    ///   - article: the text with the edits made.
    ///   - edits: what was changed.
    func review(_ article: Article, since edits: EditList, into markup: inout Markup) throws(StageFailure)
}

extension Stage {
    /// One pass.
    public static var rounds: Int { 1 }

    /// Leaves titles alone.
    public func review(title: Article, into markup: inout Markup) throws(StageFailure) {}

    /// Reads all.
    public func review(_ article: Article, madeBy edits: EditList, into markup: inout Markup) throws(StageFailure) {
        try review(article, into: &markup)
    }

    /// Reads all.
    public func review(_ article: Article, since edits: EditList, into markup: inout Markup) throws(StageFailure) {
        try review(article, into: &markup)
    }
}

/// The options of a stage, all with defaults.
public protocol StageOptions: Sendable {
    /// The defaults.
    init()
}

/// The options of a stage that has none.
public struct NoOptions: StageOptions {
    /// Nothing.
    public init() {}
}

/// Why a stage could not review an article, such as a pattern that ran into its match limit.
public struct StageFailure: Error, Sendable, Equatable {
    /// What happened, in lower case, without a full stop.
    public let message: String

    /// Makes a failure.
    public init(_ message: String) { self.message = message }
}

/// Loads what options name while a pipeline file is read, and collects every mistake.
public struct SettingReader {
    /// What was wrong so far.
    public private(set) var mistakes: [Mistake] = []
    private let load: (_ name: String, _ kind: ResourceKind, _ place: Setting.Place) throws(Mistake) -> Resource

    /// The kinds of file that options name, with the folder that holds the shipped ones.
    public enum ResourceKind: Sendable {
        /// `packs/NAME.yaml`
        case pack
        /// A path of a YAML file.
        case taxonomy
        /// A path of a text file.
        case text
        /// A path of a model of topics, which is mapped into memory.
        case model
    }

    /// A file that was read.
    public enum Resource: Sendable {
        /// A YAML file.
        case setting(Setting)
        /// Any other file.
        case bytes([UInt8])
        /// A file that is mapped into memory.
        case mapped(FixedBytes)
    }

    /// Makes a reader that finds files by `load`.
    public init(
        load: @escaping (_ name: String, _ kind: ResourceKind, _ place: Setting.Place) throws(Mistake) -> Resource
    ) {
        self.load = load
    }

    /// Takes a mistake; reading goes on.
    public mutating func report(_ mistake: Mistake) { mistakes.append(mistake) }

    /// Takes a mistake; reading goes on.
    public mutating func report(at place: Setting.Place, _ message: String, hint: String? = nil) {
        report(Mistake(at: place, message, hint: hint))
    }

    /// A YAML file that an option names; `nil`, with the mistake taken, if it cannot be read.
    public mutating func yaml(_ name: String, _ kind: ResourceKind, at place: Setting.Place) -> Setting? {
        do throws(Mistake) {
            if case .setting(let setting) = try load(name, kind, place) { return setting }
        } catch {
            report(error)
        }
        return nil
    }

    /// A file that an option names, mapped into memory; `nil`, with the mistake taken, if it cannot be read.
    public mutating func mapped(_ name: String, at place: Setting.Place) -> FixedBytes? {
        do throws(Mistake) {
            if case .mapped(let bytes) = try load(name, .model, place) { return bytes }
        } catch {
            report(error)
        }
        return nil
    }

    /// The bytes of a file that an option names; `nil`, with the mistake taken, if it cannot be read.
    public mutating func file(_ name: String, at place: Setting.Place) -> [UInt8]? {
        do throws(Mistake) {
            if case .bytes(let bytes) = try load(name, .text, place) { return bytes }
        } catch {
            report(error)
        }
        return nil
    }
}
