import Foundation
import Testing
import _TestSupport

/// The help is a part of the contract: a change of it is a change that somebody looks at. `Scripts/golden/help.sh`
/// writes the committed texts anew.
struct HelpTests {
  @Test(arguments: [
    "bertft", "train", "tune", "compare", "evaluate", "predict", "rank", "embed", "search", "cluster", "dedupe",
    "audit", "suggest", "adapt", "distill", "serve",
    "quantize",
    "export", "tokenize",
    "tokenizer", "tokenizer-train", "tokenizer-verify", "vectors", "vectors-convert", "vectors-train", "vectors-info",
    "vectors-neighbours", "vectors-analogy", "vectors-list", "vectors-pull", "vectors-path", "inspect", "models",
    "models-list", "models-pull", "models-path", "corpora", "corpora-list", "corpora-pull", "corpora-path",
    "info",
  ])
  func helpIsTheCommittedText(name: String) throws {
    let path = name == "bertft" ? [] : name.split(separator: "-").map(String.init)
    let committed = try String(
      contentsOf: Golden.url("Help/\(name).txt", target: "BertFTCommandTests"), encoding: .utf8)
    let outcome = try Program.run(path + ["--help"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output == committed)
    #expect(outcome.errors.isEmpty)
  }
}
