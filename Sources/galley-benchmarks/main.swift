import Glibc

let arguments = Array(CommandLine.arguments.dropFirst())
let status: Int32 =
    switch arguments.first {
    case "stages", nil: StageBenchmark.run(Array(arguments.dropFirst()))
    case "cases": CaseRun.run(Array(arguments.dropFirst()))
    case "delivery": DeliveryRun.run(Array(arguments.dropFirst()))
    case "learn-lines": LineLearner.run(Array(arguments.dropFirst()))
    case "duplicates": DuplicateRun.run(Array(arguments.dropFirst()))
    default: usage()
    }
exit(status)

func usage() -> Int32 {
    print(
        """
        galley-benchmarks [stages] [--check] [--only ROW] [-p PIPELINE] [FILE.jsonl]   MB/s and allocations of each stage
        galley-benchmarks cases [--fail-under SHARE] FILE.jsonl   other tools' pairs that come out as expected
        galley-benchmarks delivery [--files N] [--many N] [--idle SECONDS] [FOLDER]   the service on the disk of a folder
        galley-benchmarks duplicates [--articles N] FILE.jsonl|FOLDER…   edited copies that are known again
        galley-benchmarks learn-lines FOLDER PIPELINE WEIGHTS [--folds OUT]   weights of strip-navigation, learned from pages with
            gold bodies; --folds cleans each page by weights learned from other domains
        """
    )
    return 64
}
