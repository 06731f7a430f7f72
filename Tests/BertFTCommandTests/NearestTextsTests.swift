import Foundation
import Testing
import _TestSupport

/// `bertft train --method prototypes|knn`: the bundles that they write.
struct NearestTextsCommandTests {
  @Test(arguments: ["prototypes", "knn"]) func writesABundleThatAnswers(method: String) throws {
    let folder = try Folder(), bundle = folder.path("bundle")
    let data = try folder.write(Reviews.csv(rows: 40), as: "data.csv")
    let arguments =
      ["--method", method, "--model", try Fixture.encoder.get(), "--out", bundle, "--threads", "2"]
      + ["--max-length", "32"]
    let trained = try Program.run(["train", data, "--feature-cache", "0"] + arguments)
    #expect(trained.status == 0 && trained.output.contains("left out"), "\(trained)")
    let files = try FileManager.default.contentsOfDirectory(atPath: bundle)
    #expect(files.contains("neighbours.safetensors") == (method == "knn") && files.contains("report.html"))
    let answered = try Program.run(["evaluate", bundle, data, "--json", "--quiet"])
    let figures = try #require(
      try JSONSerialization.jsonObject(with: Data(answered.output.utf8)) as? [String: Any], "\(answered)")
    #expect((figures["accuracy"] as? Double ?? 0) > 0.5, "\(answered)")
    let again = try Program.run(["train", data, "--resume"] + arguments)
    // Nothing was saved that it could go on from.
    #expect(again.status == 0, "\(again)")
  }

  @Test func theNumberOfNeighboursIsForKnn() throws {
    let folder = try Folder(), data = try folder.write(Reviews.csv(rows: 40), as: "data.csv")
    for (arguments, word) in [
      (["--method", "prototypes", "--neighbours", "3"], "--neighbours is for --method knn"),
      (["--method", "knn", "--neighbours", "0"], "--neighbours 0"),
      (["--method", "knn", "--task", "regression", "--label-column", "label"], "this task is a number"),
    ] {
      let refused = try Program.run(["train", data, "--model", try Fixture.encoder.get()] + arguments)
      #expect(refused.status == 64 && refused.errors.contains(word), "\(refused)")
    }
  }
}
