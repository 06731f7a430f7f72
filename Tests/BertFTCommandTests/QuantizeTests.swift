import BertCheckpoint
import Foundation
import Testing

/// `bertft quantize` from end to end, its refusals, and int8 bundles that are broken.
struct QuantizeTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
  }

  @Test func trainedBundleBecomesInt8AndIsJudgedOnTheRowsHeldOut() throws {
    let folder = try Folder()
    let data = try Fixture.reviews.get(), bundle = folder.path("bundle"), out = folder.path("small")
    #expect(try Program.run(try Fixture.training(data, out: bundle, epochs: 4)).status == 0)
    let outcome = try Program.run([
      "quantize", bundle, "--out", out, "--data", data, "--min-agreement", "0.8", "--json",
    ])
    #expect(outcome.status == 0, "\(outcome)")
    let report = try object(outcome.output)
    #expect(report["rows"] as? Int == 6)
    #expect(outcome.errors.contains("6 rows held out"), "\(outcome)")
    let worst = try #require(report["worst_cosine"] as? Double)
    #expect(worst > 0.99 && worst < 1)
    let before = try #require(report["bytes_before"] as? Int), after = try #require(report["bytes_after"] as? Int)
    // Not a quarter: this model is so small that positions and scales weigh.
    #expect(after * 2 < before)
    let record = try object(String(contentsOfFile: out + "/bertft.json", encoding: .utf8))
    #expect(record["precision"] as? String == "int8" && record["format_version"] as? Int == 2)
    #expect((record["agreement"] as? [String: Any])?["rows"] as? Int == 6)

    // The same integers, quantised when loaded or read from the file; the embeddings differ by their rounding.
    func logits(_ bundle: String, _ arguments: [String]) throws -> [Double] {
      let outcome = try Program.run(["predict", bundle, "--text", "a lovely screen", "--logits"] + arguments)
      #expect(outcome.status == 0, "\(outcome)")
      return try #require(try object(outcome.output)["logits"] as? [Double])
    }
    let exact = try logits(bundle, [])
    for (path, arguments) in [(bundle, ["--precision", "int8"]), (out, []), (out, ["--precision", "fp32"])] {
      let found = try logits(path, arguments)
      #expect(found != exact)
      #expect(zip(found, exact).allSatisfy { abs($0 - $1) < 0.1 }, "\(found) \(exact)")
    }
    for arguments in [["evaluate", out, data], ["inspect", out]] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 0, "\(outcome)")
    }
    let again = try Program.run(["quantize", out, "--out", folder.path("again"), "--data", data])
    #expect(again.status == 65 && again.errors.contains("int8 already"), "\(again)")
  }

  /// Where the data has true labels, the accuracies are those that evaluate tells of the two bundles.
  @Test func accuracyIsToldWhereLabelsAreKnown() throws {
    let folder = try Folder(), bundle = folder.path("bundle"), out = folder.path("small")
    #expect(try Program.run(try Fixture.training(try Fixture.reviews.get(), out: bundle, epochs: 4)).status == 0)
    let data = try folder.write(Reviews.csv(rows: 120), as: "other.csv")
    let outcome = try Program.run([
      "quantize", bundle, "--out", out, "--data", data, "--min-agreement", "0.5", "--json", "--threads", "1",
    ])
    #expect(outcome.status == 0, "\(outcome)")
    let report = try object(outcome.output), accuracy = try #require(report["accuracy"] as? [String: Any])
    for (place, name) in [(bundle, "fp32"), (out, "int8")] {
      let judged = try object(try Program.run(["evaluate", place, data, "--json", "--quiet"]).output)
      let (own, told) = (judged["accuracy"] as? Double ?? 2, accuracy[name] as? Double ?? 3)
      #expect(abs(own - told) < 1e-9, "\(name)")
    }
    let gap = (accuracy["only_fp32"] as? Int ?? 0) - (accuracy["only_int8"] as? Int ?? 0)
    let (exact, rounded) = (accuracy["fp32"] as? Double ?? 0, accuracy["int8"] as? Double ?? 0)
    #expect(abs((exact - rounded) * 120 - Double(gap)) < 1e-6 && report["rows"] as? Int == 120)
    #expect((report["same_label_interval"] as? [Double])?.count == 2)
    // Texts alone are compared as before.
    let texts = try folder.write("text\ngood book\nbad screen\n", as: "texts.csv")
    let bare = try Program.run([
      "quantize", bundle, "--out", folder.path("bare"), "--data", texts, "--min-agreement", "0", "--json",
    ])
    #expect(try bare.status == 0 && object(bare.output)["accuracy"] == nil, "\(bare)")
    let named = try Program.run([
      "quantize", bundle, "--out", folder.path("bare"), "--data", texts, "--min-agreement", "0", "--label-column",
      "label",
    ])
    #expect(named.status == 64, "\(named)")
  }

  @Test func tooLittleAgreementIsRefusedAndLeavesNothing() throws {
    let folder = try Folder()
    let arguments = [
      "quantize", try Fixture.encoder.get(), "--out", folder.path("out"), "--data", try Fixture.reviews.get(),
    ]
    let refused = try Program.run(arguments + ["--min-agreement", "1"])
    #expect(refused.status == 65, "\(refused)")
    #expect(refused.errors.contains("0.99") && refused.errors.contains("--min-agreement"), "\(refused)")
    #expect(refused.output.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    // An encoder alone is measured by its vectors.
    let accepted = try Program.run(arguments)
    #expect(accepted.status == 0 && accepted.output.contains("cosine"), "\(accepted)")
    #expect(try Program.run(arguments + ["--min-agreement", "1.5"]).status == 64)
  }

  /// Ways in which the four tensors of a weight can fail to fit together.
  @Test(arguments: [
    "columns beyond", "columns negative", "columns missing", "scales short", "floats", "outlier integer",
  ])
  func damagedPartsAreBadData(damage: String) throws {
    let folder = try Folder()
    let out = folder.path("out")
    let made = try Program.run([
      "quantize", try Fixture.classifier.get(), "--out", out, "--data", try Fixture.reviews.get(), "--min-agreement",
      "0",
    ])
    #expect(made.status == 0, "\(made)")
    let file = URL(fileURLWithPath: out + "/model.safetensors")
    let checkpoint = try Checkpoint(at: file)
    let weight = "bert.encoder.layer.1.output.dense.weight"
    func words(_ values: [Int32]) -> [UInt8] { values.flatMap { value in withUnsafeBytes(of: value) { Array($0) } } }
    func integers(_ name: String) throws -> [UInt8] {
      try checkpoint.floats(of: name).map { UInt8(bitPattern: Int8($0)) }
    }
    let sources: [TensorSource] = try checkpoint.tensors.compactMap { tensor in
      let name = tensor.name, shape = tensor.shape
      switch (damage, name) {
      case ("columns beyond", weight + ".kept_columns"):
        return TensorSource(name: name, shape: shape, type: .i32) { words([3, 1 << 20]) }
      case ("columns negative", weight + ".kept_columns"):
        return TensorSource(name: name, shape: shape, type: .i32) { words([-4, 3]) }
      case ("columns missing", weight + ".kept_columns"): return nil
      case ("scales short", weight + ".scale"): return TensorSource(name: name, shape: [1], values: [1])
      case ("floats", weight + ".int8"):
        return TensorSource(name: name, shape: shape, values: try checkpoint.floats(of: name))
      case ("outlier integer", weight + ".int8"):
        let count = tensor.elementCount
        return TensorSource(name: name, shape: shape, type: .i8) { Array(repeating: 0x80, count: count) }
      default:
        switch tensor.type {
        case .i8:
          let bytes = try integers(name)
          return TensorSource(name: name, shape: shape, type: .i8) { bytes }
        case .i32:
          let columns = try checkpoint.floats(of: name).map { Int32($0) }
          return TensorSource(name: name, shape: shape, type: .i32) { words(columns) }
        default: return TensorSource(name: name, shape: shape, values: try checkpoint.floats(of: name))
        }
      }
    }
    try SafetensorsWriter.write(sources, metadata: [:], to: file)
    let outcome = try Program.run(["predict", out, "--text", "good"])
    #expect(outcome.status == 65, "\(outcome)")
    #expect((1...2).contains(outcome.errorLines.count) && outcome.errors.contains(weight), "\(outcome)")
    #expect(outcome.output.isEmpty)
  }
}
