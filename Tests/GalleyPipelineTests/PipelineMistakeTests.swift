import GalleyStages
import Testing

@testable import GalleyPipeline

@Suite("Mistakes in pipeline files") struct PipelineMistakeTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let title: String
        let pipeline: String
        var files: [String: String] = [:]
        let message: String
        var testDescription: String { title }
    }

    @Test("all are reported at once, each with its place and what would be right", arguments: rows)
    func message(_ row: Row) throws {
        let folder = try Folder()
        try folder.write("news.yaml", row.pipeline)
        for (name, text) in row.files { try folder.write(name, text) }
        let errors = #expect(throws: PipelineErrors.self) {
            try Pipeline.load(path: folder.path + "/news.yaml", from: sampleStages)
        }
        let found = errors?.description.replacing(folder.path + "/", with: "").replacing(
            /looked in .*/,
            with: "looked in …"
        ).replacing(/encodings: auto, .*/, with: "encodings: auto, …")
        #expect(found == row.message)
    }

    @Test(
        "the nearest name has few other letters, or begins alike",
        arguments: [
            ("dahses", "dash"), ("lang", "language"), ("similarty", "similarity"), ("fail", nil), ("la", nil),
            ("zebra", nil), ("dashing", "dash"),
        ]
    )
    func nearestName(_ name: String, _ meant: String?) {
        let names = ["language", "dash", "similarity", "fail-under", "fail-under-macro", "spaces"]
        #expect(nearest(to: name, among: names) == meant)
    }

    @Test("a language that there is not, and a stage that stands twice, are told where they stand")
    func languagesAndTwins() throws {
        let yaml = """
            language: eng
            stages:
              - dedupe-articles
              - gate: { languages: [deu, ger, fil, ceb, enn] }
              - dedupe-articles: { window: 3 }

            """
        let errors = #expect(throws: PipelineErrors.self) {
            try Pipeline.load(Array(yaml.utf8), path: "news.yaml", from: shippedStages)
        }
        #expect(
            errors?.description == """
                news.yaml:4:45: error: no language has the tag 'enn'; did you mean 'en'?
                    4 |   - gate: { languages: [deu, ger, fil, ceb, enn] }
                      |                                             ^~~
                  write the two letters of ISO 639-1: en, fr, de, …
                news.yaml:5:5: error: dedupe-articles stands here twice; an article is remembered once
                    5 |   - dedupe-articles: { window: 3 }
                      |     ^~~~~~~~~~~~~~~
                news.yaml: 2 errors

                """
        )
    }

    @Test(
        "an index lies where nobody takes it for articles, and where there can be a folder",
        arguments: [
            ("spool/articles", nil), ("elsewhere", nil), ("spool/inboxes", nil),
            ("spool", "the index needs a folder of its own"), ("spool/", "the index needs a folder of its own"),
            ("./spool/inbox", "the index lies in the inbox of the spool"),
            ("spool/quarantine/x", "the index lies in the quarantine of the spool"),
            ("out/x", "the index lies in the outbox"), ("news.yaml", "cannot be a folder: a file is there"),
        ]
    )
    func indexes(_ path: String, _ message: String?) throws {
        let folder = try Folder()
        try folder.write(
            "news.yaml",
            "spool: spool\noutbox: out\nstages:\n  - repair-text\n  - dedupe-articles: { index: \(path) }\n"
        )
        let load = { () throws(PipelineErrors) in _ = try Pipeline.load(path: folder.path + "/news.yaml") }
        guard let message else { return try load() }
        let errors = #expect(throws: PipelineErrors.self, performing: load)
        #expect(errors?.mistakes.map(\.line) == [5])
        #expect(errors?.mistakes.first?.message.hasSuffix(message) == true)
    }

    @Test("a stage that ships names its own options")
    func shippedStage() throws {
        let folder = try Folder()
        try folder.write(
            "news.yaml",
            """
            name: news
            description: Scraped news articles in English and French.
            spool: spool
            output:
              format: text

            stages:
              - dedupe-headlines:
                  similarty: 0.9

            """
        )
        let errors = #expect(throws: PipelineErrors.self) { try Pipeline.load(path: folder.path + "/news.yaml") }
        #expect(
            errors?.description.replacing(folder.path + "/", with: "") == """
                news.yaml:9:7: error: unknown option 'similarty' of dedupe-headlines; did you mean 'similarity'?
                    9 |       similarty: 0.9
                      |       ^~~~~~~~~
                  options here: similarity, paragraphs, sites, affixes (galley stages dedupe-headlines)
                news.yaml: 1 error

                """
        )
    }

    @Test("a pipeline file that is not there is said so")
    func missing() throws {
        let folder = try Folder()
        let errors = #expect(throws: PipelineErrors.self) { try Pipeline.load(path: folder.path + "/no.yaml") }
        #expect(errors?.description == "\(folder.path)/no.yaml: error: cannot be read: no such file or directory\n")
    }

    static let rows = [
        Row(
            title: "an option that a stage does not have",
            pipeline: """
                stages:
                  - dedupe-samples:
                      similarty: 0.9

                """,
            message: """
                news.yaml:3:7: error: unknown option 'similarty' of dedupe-samples; did you mean 'similarity'?
                    3 |       similarty: 0.9
                      |       ^~~~~~~~~
                  options here: similarity, paragraphs, scope, strict, label, names, packs, pattern, taxonomy, words (galley stages dedupe-samples)
                news.yaml: 1 error

                """
        ),
        Row(
            title: "an option of a stage without options",
            pipeline: """
                stages:
                  - keep-samples:
                      x: 1

                """,
            message: """
                news.yaml:3:7: error: unknown option 'x' of keep-samples
                    3 |       x: 1
                      |       ^
                  it has none (galley stages keep-samples)
                news.yaml: 1 error

                """
        ),
        Row(
            title: "a stage that is not there",
            pipeline: """
                stages:
                  - dedupe-sample
                  - Keep_Samples: {}
                  - tidy

                """,
            message: """
                news.yaml:2:5: error: no stage is named 'dedupe-sample'; did you mean 'dedupe-samples'?
                    2 |   - dedupe-sample
                      |     ^~~~~~~~~~~~~
                  stages: dedupe-samples, keep-samples (galley stages)
                news.yaml:3:5: error: no stage is named 'Keep_Samples'; did you mean 'keep-samples'?
                    3 |   - Keep_Samples: {}
                      |     ^~~~~~~~~~~~
                  stages: dedupe-samples, keep-samples (galley stages)
                news.yaml:4:5: error: no stage is named 'tidy'
                    4 |   - tidy
                      |     ^~~~
                  stages: dedupe-samples, keep-samples (galley stages)
                news.yaml: 3 errors

                """
        ),
        Row(
            title: "keys that are not there",
            pipeline: """
                nam: news
                stage:
                  - keep-samples
                format: text
                keep-samples:

                """,
            message: """
                news.yaml:1:1: error: unknown key 'nam'; did you mean 'name'?
                    1 | nam: news
                      | ^~~
                  keys here: name, description, spool, outbox, output, delivery, language, encoding, field, max-size, stages, stet, tests
                news.yaml:2:1: error: unknown key 'stage'; did you mean 'stages'?
                    2 | stage:
                      | ^~~~~
                  keys here: name, description, spool, outbox, output, delivery, language, encoding, field, max-size, stages, stet, tests
                news.yaml:4:1: error: unknown key 'format'; it belongs below 'output'
                    4 | format: text
                      | ^~~~~~
                  keys here: name, description, spool, outbox, output, delivery, language, encoding, field, max-size, stages, stet, tests
                news.yaml:5:1: error: unknown key 'keep-samples'; it is a stage and belongs below 'stages'
                    5 | keep-samples:
                      | ^~~~~~~~~~~~
                  keys here: name, description, spool, outbox, output, delivery, language, encoding, field, max-size, stages, stet, tests
                news.yaml: 4 errors

                """
        ),
        Row(
            title: "several mistakes, each in its place",
            pipeline: """
                name: news room
                output: { format: html, recrd: none }
                stages:
                  - dedupe-samples:
                      similarity: 2
                      paragraphs: few
                      scope: headlines
                      strict: yes
                      label: [a]
                      names: a

                """,
            message: """
                news.yaml:1:7: error: name is up to 64 letters, digits, '-', '_' and '.', not 'news room'
                    1 | name: news room
                      |       ^~~~~~~~~
                  description takes any text
                news.yaml:2:19: error: format is one of text, markdown, json, jsonl, not 'html'
                    2 | output: { format: html, recrd: none }
                      |                   ^~~~
                news.yaml:2:25: error: unknown key 'recrd' of output; did you mean 'record'?
                    2 | output: { format: html, recrd: none }
                      |                         ^~~~~
                  keys here: format, record
                news.yaml:5:19: error: similarity takes a number from 0.5 to 1.0, not '2'
                    5 |       similarity: 2
                      |                   ^
                news.yaml:6:19: error: paragraphs takes a whole number from 1 to 50, not 'few'
                    6 |       paragraphs: few
                      |                   ^~~
                news.yaml:7:14: error: scope is one of headline, everywhere, not 'headlines'; did you mean 'headline'?
                    7 |       scope: headlines
                      |              ^~~~~~~~~
                news.yaml:8:15: error: strict takes true or false, not 'yes'
                    8 |       strict: yes
                      |               ^~~
                  write strict: true
                news.yaml:9:14: error: label takes text, not a list
                    9 |       label: [a]
                      |              ^
                news.yaml:10:14: error: names takes a list, not 'a'
                   10 |       names: a
                      |              ^
                  write names: [a, b]
                news.yaml: 9 errors

                """
        ),
        Row(
            title: "the numbers at both ends",
            pipeline: """
                stages:
                  - dedupe-samples: { similarity: nan, paragraphs: 0 }
                  - dedupe-samples: { similarity: .5, paragraphs: 1.0 }

                """,
            message: """
                news.yaml:2:35: error: similarity takes a number from 0.5 to 1.0, not 'nan'
                    2 |   - dedupe-samples: { similarity: nan, paragraphs: 0 }
                      |                                   ^~~
                news.yaml:2:52: error: paragraphs takes a whole number from 1 to 50, not '0'
                    2 |   - dedupe-samples: { similarity: nan, paragraphs: 0 }
                      |                                                    ^
                news.yaml:3:51: error: paragraphs takes a whole number from 1 to 50, not '1.0'
                    3 |   - dedupe-samples: { similarity: .5, paragraphs: 1.0 }
                      |                                                   ^~~
                news.yaml: 3 errors

                """
        ),
        Row(
            title: "YAML 1.1 booleans",
            pipeline: """
                stages:
                  - dedupe-samples: { strict: Off }
                  - dedupe-samples: { strict: 'true' }
                  - dedupe-samples: { strict: maybe }

                """,
            message: """
                news.yaml:2:31: error: strict takes true or false, not 'Off'
                    2 |   - dedupe-samples: { strict: Off }
                      |                               ^~~
                  write strict: false
                news.yaml:3:31: error: strict takes true or false, not 'true'
                    3 |   - dedupe-samples: { strict: 'true' }
                      |                               ^~~~~~
                  write strict: true
                news.yaml:4:31: error: strict takes true or false, not 'maybe'
                    4 |   - dedupe-samples: { strict: maybe }
                      |                               ^~~~~
                news.yaml: 3 errors

                """
        ),
        Row(
            title: "tabs",
            pipeline: """
                stages:
                  - dedupe-samples:
                \t  similarity: 0.9
                \t  paragraphs: 3

                """,
            message: """
                news.yaml:3:1: error: a tab indents this line
                    3 | \t  similarity: 0.9
                      | ^
                  YAML takes only spaces here; 1 more line has one
                news.yaml: 1 error

                """
        ),
        Row(
            title: "a key twice",
            pipeline: """
                name: a
                stages: [keep-samples]
                name: b

                """,
            message: """
                news.yaml:3:1: error: the key 'name' is here twice; first in line 1
                    3 | name: b
                      | ^~~~
                news.yaml: 1 error

                """
        ),
        Row(
            title: "no space after a colon",
            pipeline: """
                name:news
                output:
                  format:json
                stages:
                  - dedupe-samples:
                      similarity:0.9
                  - dedupe-samples:{}

                """,
            message: """
                news.yaml:1:1: error: a space is missing after 'name:'
                    1 | name:news
                      | ^~~~~
                  write name: …
                news.yaml:3:3: error: a space is missing after 'format:'
                    3 |   format:json
                      |   ^~~~~~~
                  write format: …
                news.yaml:6:7: error: a space is missing after 'similarity:'
                    6 |       similarity:0.9
                      |       ^~~~~~~~~~~
                  write similarity: …
                news.yaml:7:5: error: a space is missing after 'dedupe-samples:'
                    7 |   - dedupe-samples:{}
                      |     ^~~~~~~~~~~~~~~
                  write dedupe-samples: …
                news.yaml: 4 errors

                """
        ),
        Row(
            title: "options that are not indented",
            pipeline: """
                stages:
                  - dedupe-samples:
                    similarity: 0.9
                  - keep-samples:
                    dedupe-samples:

                """,
            message: """
                news.yaml:3:5: error: 'similarity' stands beside dedupe-samples, not below it
                    3 |     similarity: 0.9
                      |     ^~~~~~~~~~
                  options are indented further than the name of their stage
                news.yaml:5:5: error: 'dedupe-samples' stands beside keep-samples, not below it
                    5 |     dedupe-samples:
                      |     ^~~~~~~~~~~~~~
                  each stage begins with '- ' on a line of its own
                news.yaml: 2 errors

                """
        ),
        Row(
            title: "options below a name without a colon",
            pipeline: """
                stages:
                  - dedupe-samples
                      similarity: 0.9

                """,
            message: """
                news.yaml:2:5: error: a colon is missing after 'dedupe-samples'
                    2 |   - dedupe-samples
                      |     ^~~~~~~~~~~~~~
                  write dedupe-samples:
                news.yaml: 1 error

                """
        ),
        Row(
            title: "a pattern that begins with a star",
            pipeline: """
                stages: [keep-samples]
                stet:
                  - * — Agence France-Presse

                """,
            message: """
                news.yaml:3:5: error: '*' begins an alias
                    3 |   - * — Agence France-Presse
                      |     ^
                  a text that begins with '*' needs quotes
                news.yaml: 1 error

                """
        ),
        Row(
            title: "an alias bomb",
            pipeline: """
                a: &a [x,x,x,x,x,x,x,x,x,x]
                b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]
                c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]
                d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]
                stages: [*d, *d, *d, *d, *d]

                """,
            message: """
                news.yaml:4:29: error: aliases stand for more than 10000 values
                    4 | d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]
                      |                             ^~
                news.yaml: 1 error

                """
        ),
        Row(
            title: "wrong types",
            pipeline: """
                name: [a]
                description: { a: b }
                spool:
                language: english
                encoding: utf-9
                max-size: 16 MB of text
                stages: keep-samples
                stet: '*'
                tests: none

                """,
            message: """
                news.yaml:1:7: error: name takes text, not a list
                    1 | name: [a]
                      |       ^
                news.yaml:2:14: error: description takes text, not a mapping
                    2 | description: { a: b }
                      |              ^
                news.yaml:3:7: error: spool has no value
                    3 | spool:
                      |       ^
                  leave the key out if you need none
                news.yaml:4:11: error: 'english' is no language tag
                    4 | language: english
                      |           ^~~~~~~
                  write en, fr, de, …
                news.yaml:5:11: error: no encoding is named 'utf-9'; did you mean 'utf-8'?
                    5 | encoding: utf-9
                      |           ^~~~~
                  encodings: auto, …
                news.yaml:6:11: error: max-size takes a size from 1 KiB to 1 GiB, such as 16 MiB, not '16 MB of text'
                    6 | max-size: 16 MB of text
                      |           ^~~~~~~~~~~~~
                news.yaml:7:9: error: stages takes a list, not 'keep-samples'
                    7 | stages: keep-samples
                      |         ^~~~~~~~~~~~
                  write stages: and below it '- repair-text', one stage a line
                news.yaml:8:7: error: stet takes a list, not '*'
                    8 | stet: '*'
                      |       ^~~
                  write stet: ['NEXT *: News']
                news.yaml:9:8: error: tests takes a list, not 'none'
                    9 | tests: none
                      |        ^~~~
                  each test begins with '- name: …'
                news.yaml: 9 errors

                """
        ),
        Row(
            title: "a text where keys belong",
            pipeline: """
                output: json
                stages:
                  - dedupe-samples: 0.9
                  - keep-samples: [a]
                  - [a]

                """,
            message: """
                news.yaml:1:9: error: output takes keys with values, not 'json'
                    1 | output: json
                      |         ^~~~
                  write key: value
                news.yaml:3:21: error: dedupe-samples takes keys with values, not '0.9'
                    3 |   - dedupe-samples: 0.9
                      |                     ^~~
                  write key: value
                news.yaml:4:19: error: keep-samples takes keys with values, not a list
                    4 |   - keep-samples: [a]
                      |                   ^
                  write key: value
                news.yaml:5:5: error: a stage is a name, or a name with options, not a list
                    5 |   - [a]
                      |     ^
                news.yaml: 4 errors

                """
        ),
        Row(
            title: "a pipeline that is a list",
            pipeline: """
                - keep-samples

                """,
            message: """
                news.yaml:1:1: error: a pipeline takes keys with values, not a list
                    1 | - keep-samples
                      | ^
                  write key: value
                news.yaml: 1 error

                """
        ),
        Row(
            title: "no stages",
            pipeline: """
                name: news

                """,
            message: """
                news.yaml:1:1: error: the key 'stages' is missing
                    1 | name: news
                      | ^~~~
                  write stages: and below it '- repair-text', one stage a line
                news.yaml: 1 error

                """
        ),
        Row(
            title: "an empty file",
            pipeline: """
                # nothing yet

                """,
            message: """
                news.yaml:1:1: error: the file is empty
                    1 | # nothing yet
                      | ^
                news.yaml: 1 error

                """
        ),
        Row(
            title: "a pattern without quotes",
            pipeline: """
                stages:
                  - dedupe-samples: { pattern: 'it''s (a' }
                  - dedupe-samples:
                      pattern: [^x
                  - keep-samples

                """,
            message: """
                news.yaml:6:1: error: the list that begins in line 4 goes on with ',' or ends with ']'
                    6 |
                      | ^
                  a text that begins with '[' needs quotes
                news.yaml: 1 error

                """
        ),
        Row(
            title: "patterns that do not compile, in each way of writing",
            pipeline: """
                stages:
                  - dedupe-samples: { pattern: 'it''s a)' }
                  - dedupe-samples: { pattern: "\\u00e9\\\\d)" }
                  - dedupe-samples:
                      pattern: é+ **
                  - dedupe-samples:
                      pattern: |
                        first
                        sec(?<ond

                """,
            message: """
                news.yaml:2:40: error: the pattern does not compile: unmatched closing parenthesis
                    2 |   - dedupe-samples: { pattern: 'it''s a)' }
                      |                                        ^
                news.yaml:3:42: error: the pattern does not compile: unmatched closing parenthesis
                    3 |   - dedupe-samples: { pattern: "\\u00e9\\\\d)" }
                      |                                          ^
                news.yaml:5:20: error: the pattern does not compile: quantifier does not follow a repeatable item
                    5 |       pattern: é+ **
                      |                    ^
                news.yaml:9:18: error: the pattern does not compile: syntax error in subpattern name (missing terminator?)
                    9 |         sec(?<ond
                      |                  ^
                news.yaml: 4 errors

                """
        ),
        Row(
            title: "the caret below wide characters",
            pipeline: """
                name: 新聞
                description: 'é' # é
                stages: [ dedupe-samples: { label: 日本語, paragraphs: 多い }, é: 1 ]

                """,
            message: """
                news.yaml:1:7: error: name is up to 64 letters, digits, '-', '_' and '.', not '新聞'
                    1 | name: 新聞
                      |       ^~~~
                  description takes any text
                news.yaml:3:53: error: paragraphs takes a whole number from 1 to 50, not '多い'
                    3 | stages: [ dedupe-samples: { label: 日本語, paragraphs: 多い }, é: 1 ]
                      |                                                        ^~~~
                news.yaml:3:59: error: no stage is named 'é'
                    3 | stages: [ dedupe-samples: { label: 日本語, paragraphs: 多い }, é: 1 ]
                      |                                                                ^
                  stages: dedupe-samples, keep-samples (galley stages)
                news.yaml: 3 errors

                """
        ),
        Row(
            title: "packs and files that are not there",
            pipeline: """
                stages:
                  - dedupe-samples:
                      packs: [en, fx, de]
                      taxonomy: topics/new.yaml
                      words: words.txt
                  - dedupe-samples:
                      words: packs

                """,
            files: ["packs/en.yaml": "a: b\n", "packs/fr.yaml": "a: b\n"],
            message: """
                news.yaml:3:19: error: no pack is named 'fx'; did you mean 'fr'?
                    3 |       packs: [en, fx, de]
                      |                   ^~
                  packs here: en, fr
                news.yaml:3:23: error: no pack is named 'de'
                    3 |       packs: [en, fx, de]
                      |                       ^~
                  packs here: en, fr
                news.yaml:4:17: error: 'topics/new.yaml' cannot be read: no such file or directory
                    4 |       taxonomy: topics/new.yaml
                      |                 ^~~~~~~~~~~~~~~
                  looked in …
                news.yaml:5:14: error: 'words.txt' cannot be read: no such file or directory
                    5 |       words: words.txt
                      |              ^~~~~~~~~
                  looked in …
                news.yaml:7:14: error: 'packs' cannot be read: it is a directory
                    7 |       words: packs
                      |              ^~~~~
                  looked in …
                news.yaml: 5 errors

                """
        ),
        Row(
            title: "a mistake in a pack",
            pipeline: """
                stages:
                  - dedupe-samples: { packs: [en, fr], strict: on }

                """,
            files: ["packs/en.yaml": "lines:\n\t- a\n", "packs/fr.yaml": "a: b\na: c\n"],
            message: """
                news.yaml:2:48: error: strict takes true or false, not 'on'
                    2 |   - dedupe-samples: { packs: [en, fr], strict: on }
                      |                                                ^~
                  write strict: true
                packs/en.yaml:2:1: error: a tab indents this line
                    2 | \t- a
                      | ^
                  YAML takes only spaces here
                packs/fr.yaml:2:1: error: the key 'a' is here twice; first in line 1
                    2 | a: c
                      | ^
                news.yaml: 3 errors

                """
        ),
        Row(
            title: "an outbox in the inbox",
            pipeline: """
                spool: spool
                outbox: spool/inbox/out
                stages: []

                """,
            message: """
                news.yaml:2:9: error: the outbox lies in the inbox: what is delivered would come in again
                    2 | outbox: spool/inbox/out
                      |         ^~~~~~~~~~~~~~~
                  the spool is spool
                news.yaml: 1 error

                """
        ),
        Row(
            title: "an outbox that is the inbox by another way",
            pipeline: """
                spool: spool/../spool
                outbox: ./x/../spool/inbox/
                stages: []

                """,
            message: """
                news.yaml:2:9: error: the outbox lies in the inbox: what is delivered would come in again
                    2 | outbox: ./x/../spool/inbox/
                      |         ^~~~~~~~~~~~~~~~~~~
                  the spool is spool
                news.yaml: 1 error

                """
        ),
        Row(
            title: "an outbox that holds the spool",
            pipeline: """
                spool: a/spool
                outbox: a
                stages: []

                """,
            message: """
                news.yaml:2:9: error: the spool lies in the outbox
                    2 | outbox: a
                      |         ^
                  the spool is a/spool
                news.yaml: 1 error

                """
        ),
        Row(
            title: "files where the service needs folders",
            pipeline: """
                spool: a
                outbox: b/c
                stages: []

                """,
            files: ["a": "", "b": ""],
            message: """
                news.yaml:1:8: error: 'a' cannot be a folder: a file is there
                    1 | spool: a
                      |        ^
                news.yaml:2:9: error: 'b/c' cannot be a folder: not a directory
                    2 | outbox: b/c
                      |         ^~~
                news.yaml: 2 errors

                """
        ),
        Row(
            title: "an outbox without a spool",
            pipeline: """
                outbox: out
                stages: []

                """,
            message: """
                news.yaml:1:9: error: an outbox without a spool is never filled
                    1 | outbox: out
                      |         ^~~
                  add spool: spool
                news.yaml: 1 error

                """
        ),
        Row(
            title: "a folder at home",
            pipeline: """
                spool: ~/spool
                outbox: '~'
                stages: [ '', ~ ]

                """,
            message: """
                news.yaml:1:8: error: '~' is no folder here
                    1 | spool: ~/spool
                      |        ^~~~~~~
                  write the path out
                news.yaml:2:9: error: '~' is no folder here
                    2 | outbox: '~'
                      |         ^~~
                  write the path out
                news.yaml:2:9: error: the spool lies in the outbox
                    2 | outbox: '~'
                      |         ^~~
                  the spool is ~/spool
                news.yaml:3:11: error: a stage is a name, or a name with options, not nothing
                    3 | stages: [ '', ~ ]
                      |           ^~
                news.yaml:3:15: error: no stage is named '~'
                    3 | stages: [ '', ~ ]
                      |               ^
                  stages: dedupe-samples, keep-samples (galley stages)
                news.yaml: 5 errors

                """
        ),
        Row(
            title: "line patterns",
            pipeline: """
                stages: []
                stet:
                  - { line: 'a *', case: ignored }
                  - { lines: b }
                  - ''
                  - [a]

                """,
            message: """
                news.yaml:3:26: error: case is one of exact, ignore, not 'ignored'
                    3 |   - { line: 'a *', case: ignored }
                      |                          ^~~~~~~
                news.yaml:4:5: error: a line pattern needs the key 'line'
                    4 |   - { lines: b }
                      |     ^
                news.yaml:4:7: error: unknown key 'lines' of a line pattern; did you mean 'line'?
                    4 |   - { lines: b }
                      |       ^~~~~
                  keys here: line, case
                news.yaml:5:5: error: a line pattern is a text, not nothing
                    5 |   - ''
                      |     ^~
                  write 'NEXT *: News', or { line: 'NEXT *: News', case: ignore }
                news.yaml:6:5: error: a line pattern is a text, not a list
                    6 |   - [a]
                      |     ^
                  write 'NEXT *: News', or { line: 'NEXT *: News', case: ignore }
                news.yaml: 5 errors

                """
        ),
        Row(
            title: "tests that say too little or too much",
            pipeline: """
                stages: []
                tests:
                  - name: a
                  - input: b
                    input-file: b.txt
                    output: c
                    expect: d
                  - plain
                  - input:
                    output: x

                """,
            message: """
                news.yaml:3:5: error: the test has no input
                    3 |   - name: a
                      |     ^~~~
                  write input: | or input-file: PATH
                news.yaml:3:5: error: the test expects nothing
                    3 |   - name: a
                      |     ^~~~
                  write output: | or output-file: PATH
                news.yaml:5:17: error: a test has one of input and input-file, not both
                    5 |     input-file: b.txt
                      |                 ^~~~~
                news.yaml:7:5: error: unknown key 'expect' of a test
                    7 |     expect: d
                      |     ^~~~~~
                  keys here: name, input, input-file, output, output-file, topics, findings, set-aside
                news.yaml:8:5: error: a test takes keys with values, not 'plain'
                    8 |   - plain
                      |     ^~~~~
                  write key: value
                news.yaml: 5 errors

                """
        ),
        Row(
            title: "merge keys, tags and a second document",
            pipeline: """
                x: &x { a: b }
                stages: !!seq []
                output:
                  <<: *x
                ---

                """,
            message: """
                news.yaml:2:9: error: the tag '!!seq' is not read; leave it out
                    2 | stages: !!seq []
                      |         ^~~~~~~
                news.yaml:4:3: error: the merge key '<<' is not read; write the keys out
                    4 |   <<: *x
                      |   ^~
                news.yaml:5:1: error: a second document begins here; a file holds one
                    5 | ---
                      | ^~~
                news.yaml: 3 errors

                """
        ),
        Row(
            title: "controls in what is shown",
            pipeline: """
                name: "a\\e[31m\\n"
                stages: []

                """,
            message: """
                news.yaml:1:7: error: name is up to 64 letters, digits, '-', '_' and '.', not 'a\\u{1b}[31m\\n'
                    1 | name: "a\\e[31m\\n"
                      |       ^~~~~~~~~~~
                  description takes any text
                news.yaml: 1 error

                """
        ),
        Row(
            title: "a line that is too long to show",
            pipeline: """
                name: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'
                stages: []

                """,
            message: """
                news.yaml:1:7: error: name is up to 64 letters, digits, '-', '_' and '.', not 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'
                    1 | name: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
                      |       ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                  description takes any text
                news.yaml: 1 error

                """
        ),
        Row(
            title: "a mistake far out in a long line",
            pipeline: """
                stages: [ keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-sample, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples, keep-samples,  ]

                """,
            message: """
                news.yaml:1:431: error: no stage is named 'keep-sample'; did you mean 'keep-samples'?
                    1 | …es, keep-samples, keep-samples, keep-samples, keep-samples, keep-sample, keep-samples, keep-samples, keep-samples, keep-…
                      |                                                              ^~~~~~~~~~~
                  stages: dedupe-samples, keep-samples (galley stages)
                news.yaml: 1 error

                """
        ),
    ]
}
