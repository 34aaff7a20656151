/// What a stage is called and does, with examples that run as tests and stand in its reference.
public struct StageCard: Sendable {
    /// The name in a pipeline file, such as `normalize-quotes`.
    public let name: String
    /// One sentence.
    public let summary: String
    /// What a user should know beyond the summary; paragraphs parted by a blank line.
    public let details: String
    /// The rules that its edits and findings name, with what each means.
    ///
    /// Rules of packs and users are not listed.
    public let rules: [(name: String, meaning: String)]
    /// Pairs, and texts that stay as they are.
    public let examples: [Example]

    /// Makes a card.
    public init(
        _ name: String,
        _ summary: String,
        details: String = "",
        rules: [(name: String, meaning: String)] = [],
        examples: [Example]
    ) {
        (self.name, self.summary, self.details, self.rules, self.examples) = (name, summary, details, rules, examples)
    }
}

/// A text before and after one stage.
public struct Example: Sendable {
    /// What it shows; where it was found, if in the wild.
    public let title: String
    /// The stage's options as YAML, such as `style: straight`.
    public let options: String
    /// The text that the stage reads.
    public let before: String
    /// The text that it makes.
    public let after: String
    /// What the source says of the article beside its text: the language and the title, if they matter.
    public let language: String?
    /// The headline that the source gives.
    public let headline: String?
    /// The rules of the findings that it reports, in order; `nil` if they do not matter here.
    public let findings: [String]?
    /// The ids of the tags, in order; `nil` if they do not matter here.
    public let topics: [String]?
    /// The language that it finds; `nil` if that does not matter here.
    public let finds: String?
    /// The reason with which it sets the article aside, if it does.
    public let setAside: String?
    /// The file that holds the example.
    public let fileID: String
    /// The path of that file when it was built, so that a failing test can point at it.
    public let filePath: String
    /// The line of the example in it.
    public let line: Int

    /// Makes a pair.
    public init(
        _ title: String,
        options: String = "",
        before: String,
        after: String,
        language: String? = nil,
        headline: String? = nil,
        findings: [String]? = nil,
        topics: [String]? = nil,
        finds: String? = nil,
        setAside: String? = nil,
        fileID: String = #fileID,
        filePath: String = #filePath,
        line: Int = #line
    ) {
        (self.title, self.options, self.before, self.after) = (title, options, before, after)
        (self.language, self.headline, self.findings, self.topics) = (language, headline, findings, topics)
        (self.finds, self.setAside) = (finds, setAside)
        (self.fileID, self.filePath, self.line) = (fileID, filePath, line)
    }

    /// Makes an example of a text that the stage leaves alone.
    public static func untouched(
        _ title: String,
        options: String = "",
        _ text: String,
        language: String? = nil,
        headline: String? = nil,
        findings: [String]? = nil,
        topics: [String]? = nil,
        finds: String? = nil,
        setAside: String? = nil,
        fileID: String = #fileID,
        filePath: String = #filePath,
        line: Int = #line
    ) -> Example {
        Example(
            title,
            options: options,
            before: text,
            after: text,
            language: language,
            headline: headline,
            findings: findings,
            topics: topics,
            finds: finds,
            setAside: setAside,
            fileID: fileID,
            filePath: filePath,
            line: line
        )
    }
}
