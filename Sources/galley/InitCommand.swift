internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyText

extension Command {
    /// A pipeline to begin with. (`init` is a word of the language.)
    static let start = Command(
        "init",
        "Makes a folder with a commented pipeline file, an inbox and an outbox.",
        operands: Operands("DIR", 1...1),
        details: "Nothing that is there already is changed.",
        examples: [("galley init news", "makes news/pipeline.yaml, news/spool/inbox and news/spool/outbox")]
    ) { arguments, console throws(Failure) in
        let folder = arguments.operands[0]
        let file = folder.file(Path("pipeline.yaml"))
        guard FileIdentity(file) == nil else { throw .inTheWay("\(file.quoted) is there already") }
        let output = try OutputFolder(folder, replaces: false, inputs: [])
        for name in ["spool/inbox", "spool/outbox"] { try OutputFolder.make(folder.file(Path(name))) }
        let text = PipelineTemplate.text(name: pipelineName(of: folder))
        try output.write(file.last, of: folder) { (write) throws(Failure) in try write(Array(text.utf8)) }
        let word = file.shellWord
        try console.out.write(
            """
            \(file.display) is a pipeline to begin with. Next:
              galley check \(word)
              galley dry-run \(word) ARTICLE
              galley clean -p \(word) ARTICLE
              galley run \(word)        cleans what arrives in \(folder.file(Path("spool/inbox")).display)

            """
        )
        // It names packs and a taxonomy that ship with the program, and should find them.
        do throws(Failure) { _ = try Pipeline.load(file) } catch {
            console.tell(error)
            return .partly
        }
        return .done
    }

    /// The folder's name as far as it can be a pipeline's.
    private static func pipelineName(of folder: Path) -> String {
        let words = folder.last.text.split { character in
            !(character.isASCII && (character.isLetter || character.isNumber)) && !"-_.".contains(character)
        }
        let name = words.joined(separator: "-")
        return name.isEmpty || name.hasPrefix(".") || name.utf8.count > 64 ? "news" : name
    }
}

extension Path {
    /// The name as a shell takes it, with quotes where it needs them.
    fileprivate var shellWord: String {
        if display.allSatisfy({ $0.isLetter || $0.isNumber || "/-_.+,:@%=".contains($0) }) { return display }
        return "'" + display.replacing("'", with: "'\\''") + "'"
    }
}

/// The pipeline file that `galley init` writes.
enum PipelineTemplate {
    static func text(name: String) -> String {
        """
        # A pipeline of Galley: what is done to each article, in this order.
        #   galley stages             lists all stages, galley stages NAME explains one
        #   galley dry-run THIS FILE  shows what this file would do, with the rule at each mark
        #   galley check THIS         says what is wrong with this file
        name: \(name)
        description: Scraped news articles.

        # The folder of the service. Articles come in by spool/inbox, clean copies go out by spool/outbox.
        spool: spool
        # delivery:                     # how the service takes files in and gives them out; galley schema has all keys
        #   archive-days: 30            # originals of what was delivered are kept so long; 0 for ever
        #   subfolders: true            # takes files in folders below the inbox too

        output:
          format: text                # text | markdown | json | jsonl
          record: sidecar             # NAME.record.json beside each copy, to undo it by | none

        stages:
          # Text that was decoded wrongly (â€™ for ’), entities, control characters, odd spaces, line ends.
          - repair-text
          # Paragraphs that were broken into lines of one width.
          - unwrap-lines
          # The headline that a page prints two or three times, and long paragraphs that come again.
          - dedupe-headlines
          # Teasers, share bars, cookie notices, lone dashes. Packs hold the rules of a language.
          - strip-navigation:
              mode: safe              # safe | strict
              packs: [en]
              # lines:                # lines of your own sites: * is any run of characters
              #   - 'NEXT *: News'
          # One style of quotation marks. What cannot be closed with certainty is reported, not guessed.
          - normalize-quotes: { style: curly }
          # Dashes, ellipses, spaces around punctuation, doubled words.
          - fix-typography
          # Topics, with the words that spoke for each.
          - tag-topics: { taxonomy: topics/news.yaml }

        # Lines that no stage may touch.
        # stet:
        #   - '* — Agence France-Presse'

        # What you rely on; galley test THIS tells when it no longer holds.
        tests:
          - name: a line of text stays as it is
            input: |
              The ferry stops for the winter.
            output: |
              The ferry stops for the winter.

        """
    }
}
