public import GalleyStages
public import GalleyText

/// A pipeline file that was read and found right, with all that it names loaded.
public struct Pipeline: Sendable {
    /// What it is called, in records and in a running service.
    public let name: String
    /// What it is for, in the words of its file; may be empty.
    public let description: String
    /// The path of its file, as the loader was given it.
    public let path: String
    /// The folder of its file, symbolic links resolved: what relative paths count from.
    public let folder: String
    /// Digest of the file and of every pack, taxonomy and list that it loaded, in order, with their names.
    public let digest: Digest
    /// Its stages and the lines that stand, ready to run.
    public let engine: Engine
    /// The form in which clean copy goes out.
    public let output: Output
    /// Where files lie while the service works on them; `nil` for a pipeline that is only a filter.
    public let spool: Spool?
    /// How the service takes files in and gives them out.
    public let delivery: Delivery
    /// The language of all its articles, unless one says better.
    public let language: Language?
    /// The encoding of all its files, one of `Decoding.names`; `nil` to detect it.
    public let encoding: String?
    /// The field of JSON that holds the text.
    public let field: String
    /// The largest file that it reads, in bytes.
    public let maximumSize: Int
    /// Its own tests.
    public let tests: [PipelineTest]

    /// Which pipeline it is, for records.
    public var identity: PipelineIdentity { PipelineIdentity(name: name, digest: digest) }

    /// What the pipeline says of every article; an article may say it better.
    public var facts: Article.Facts { Article.Facts(language: language) }

    /// The form in which clean copy goes out.
    public struct Output: StageOptions, Equatable {
        /// Where the record goes.
        public enum Record: String, CaseIterable, Sendable {
            /// A file of its own beside the copy; within the object for `json` and `jsonl`.
            case sidecar
            /// Nowhere.
            case none
        }
        /// The form of clean copy.
        public var format = DocumentFormat.text
        /// Where the record goes.
        public var record = Record.sidecar

        /// Text with a record beside it.
        public init() {}
    }

    /// The folders of the service, as absolute paths.
    public struct Spool: Sendable, Equatable {
        /// Holds `inbox`, `work`, `staged`, `archive` and `quarantine`.
        public let path: String
        /// Where finished files appear.
        public let outbox: String
    }
}

/// A test that a pipeline file carries.
public struct PipelineTest: Sendable, Equatable {
    /// A text in the pipeline file, or a file beside it.
    public enum Text: Sendable, Equatable {
        /// As it stands in the pipeline file.
        case inline(String)
        /// An absolute path.
        case file(String)
    }

    /// What it shows.
    public let name: String
    /// What goes in.
    public let input: Text
    /// What comes out; `nil` if the test does not say.
    public let output: Text?
    /// The ids of the topics, in order; `nil` if the test does not say.
    public let topics: [String]?
    /// The rules of the findings, in order; `nil` if the test does not say.
    public let findings: [String]?
    /// The reason with which the article is set aside, if it is.
    public let setAside: String?
    /// Where it stands in the pipeline file.
    public let place: Setting.Place
}
