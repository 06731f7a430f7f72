import BertFT
import BertStorage
import Foundation
import Testing
import _TestSupport

/// The catalogue of encoders: sizes held by transformers' models of the published configurations
/// (`Scripts/golden/catalogue_shapes.py`), and what the commands say of them.
@Suite struct CatalogueTests {
  private struct Counted: Decodable {
    let config: [String: JSONValue]
    let parameters: Int
    let layer_products: Int
    /// Of a text of 100 tokens; nil where the reference computes what no text has.
    let text_products: Int?
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private static func golden() throws -> [String: Counted] {
    try Golden.load([String: Counted].self, "catalogue-shapes.json", target: "BertFTCommandTests")
  }

  @Test func `Every entry has the sizes of the reference's model`() throws {
    let golden = try Self.golden()
    #expect(golden.keys.sorted() == ModelCatalogue.entries.map(\.name).sorted())
    for entry in ModelCatalogue.entries {
      let counted = try #require(golden[entry.name], "\(entry.name)"), shape = entry.shape
      #expect(counted.parameters == shape.parameters, "\(entry.name)")
      #expect(counted.layer_products == shape.layerProducts, "\(entry.name)")
      guard let products = counted.text_products else {
        #expect(shape.distanceTerms > 0, "\(entry.name)")
        continue
      }
      #expect(products == shape.multiplyAddsPerToken * ModelShape.referenceLength, "\(entry.name)")
    }
  }

  /// What the program cannot run must not be offered as if it could.
  @Test func `Every entry is of an architecture that can be run, and costs what its configuration says`() throws {
    let golden = try Self.golden()
    for entry in ModelCatalogue.entries {
      let counted = try #require(golden[entry.name], "\(entry.name)")
      let configuration = try EncoderConfiguration.decode(from: JSONEncoder().encode(counted.config))
      #expect(configuration.modelType == entry.shape.architecture, "\(entry.name)")
      // Where attention sees distances alone, the length is that of the texts that the model was trained on.
      let longest =
        configuration.hasUnlimitedPositions ? configuration.maximumPositions : configuration.longestSequence
      #expect(longest == entry.shape.maximumTokens, "\(entry.name)")
      let cost = configuration.cost, length = ModelShape.referenceLength
      #expect(cost.perToken == counted.layer_products, "\(entry.name)")
      if let products = counted.text_products {
        #expect((cost.perToken + length * cost.perSeenToken) * length == products, "\(entry.name)")
      }
    }
  }

  @Test func `Names, ids and licences are told, and a hash only where it is pinned`() {
    let entries = ModelCatalogue.entries
    #expect(Set(entries.map(\.name)).count == entries.count)
    #expect(Set(entries.compactMap(\.hubID)).count == entries.compactMap(\.hubID).count)
    for entry in entries {
      #expect(["Apache-2.0", "MIT"].contains(entry.licence), "\(entry.name)")
      #expect(entry.hubID != nil || entry.source != nil, "\(entry.name)")
      #expect((entry.hubID == nil) == (entry.revision == nil), "\(entry.name)")
      #expect((entry.source == nil) == entry.files.isEmpty, "\(entry.name)")
      #expect(
        (entry.sha256 == nil) == entry.files.isEmpty && (entry.size == nil) == entry.files.isEmpty, "\(entry.name)")
    }
  }

  @Test func `The page of the encoders says what the catalogue says`() throws {
    let page = try String(
      contentsOf: RepositoryRoot.url.appendingPathComponent("Documentation/Models.md"), encoding: .utf8)
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") && $0.contains(" M | ") }
    #expect(rows.count == ModelCatalogue.entries.count)
    for entry in ModelCatalogue.entries {
      let row = try #require(rows.first { $0.hasPrefix("| `\(entry.name)` | ") }, "\(entry.name)"), shape = entry.shape
      func millions(_ count: Int) -> String {
        let value = Double(count) / 1e6
        return String(format: value < 100 ? "%.1f" : "%.0f", value)
      }
      let limit = shape.maximumTokens == 8192 ? "8,192" : "\(shape.maximumTokens)"
      let begin = " | \(millions(shape.multiplyAddsPerToken)) | \(millions(shape.parameters)) M | \(limit) | "
      #expect(row.dropFirst(entry.name.count + 4).hasPrefix(begin), "\(row)")
      #expect(row.hasSuffix(" | \(entry.licence) | \(entry.summary) |"), "\(row)")
      #expect(entry.languages == "English" || row.contains(" | \(entry.languages) | "), "\(row)")
    }
  }

  @Test func `Encoders are listed in the order of their cost, with an estimate that is kept`() throws {
    let folder = try Folder(), cache = folder.path("cache")
    func listing(_ more: [String] = []) throws -> [String: Any] {
      let outcome = try Program.run(["models", "list", "--json"] + more, environment: ["BERTFT_CACHE": cache])
      #expect(outcome.status == 0, "\(outcome)")
      return try object(outcome.output)
    }
    let first = try listing(), models = try #require(first["models"] as? [[String: Any]])
    #expect(models.count == ModelCatalogue.entries.count)
    let costs = try models.map { try #require($0["multiply_adds_per_token"] as? Int) }
    #expect(costs == costs.sorted())
    let machine = try #require(first["machine"] as? [String: Any])
    let rate = try #require(machine["multiply_adds_per_second"] as? Double)
    #expect(rate > 1e8 && rate < 1e14, "\(rate)")
    for (model, cost) in zip(models, costs) {
      let speed = try #require(model["estimated_tokens_per_second"] as? Double)
      // Both are told as whole numbers.
      #expect(abs(speed - rate / Double(cost)) <= 0.501, "\(model)")
    }
    // The second time nothing is measured: the same bytes.
    let again = try listing()
    #expect((again["machine"] as? [String: Any])?["multiply_adds_per_second"] as? Double == rate)
    // A file that is damaged is written anew, and so is a speed that is asked for again.
    try "{".write(toFile: cache + "/machines.json", atomically: true, encoding: .utf8)
    _ = try listing()
    _ = try listing(["--measure"])
    let kept = try object(String(contentsOfFile: cache + "/machines.json", encoding: .utf8))
    #expect((kept["machines"] as? [Any])?.count == 1)
    // Each precision has a speed of its own, that is kept beside the other.
    let rounded = try #require(try listing(["--precision", "bf16"])["machine"] as? [String: Any])
    #expect(rounded["precision"] as? String == "bf16" && machine["precision"] as? String == "fp32")
    let both = try object(String(contentsOfFile: cache + "/machines.json", encoding: .utf8))
    #expect(
      (both["machines"] as? [[String: Any]])?.map { $0["precision"] as? String } == [nil, "bf16"], "\(both)")
    let small = try #require(models.first { $0["name"] as? String == "bge-small-en-v1.5" })
    #expect(
      small["sha256"] is NSNull && small["bytes"] is NSNull && small["hub_id"] as? String == "BAAI/bge-small-en-v1.5")
    let table = try Program.run(["models", "list"], environment: ["BERTFT_CACHE": cache])
    #expect(table.outputLines.count == models.count + 1)
    #expect(table.errors.contains("time: estimated for one such text"), "\(table)")
    #expect(table.output.contains("by the Hub"))
  }

  @Test func `An inspected model tells what a token costs`() throws {
    let result = try object(try Program.run(["inspect", try Fixture.classifier.get(), "--json"]).output)
    let sizes = try #require(result["architecture"] as? [String: Any])
    func size(_ name: String) throws -> Int { try #require(sizes[name] as? Int) }
    let (layers, width) = try (size("num_hidden_layers"), size("hidden_size"))
    let cost = try #require(result["cost"] as? [String: Any])
    #expect(
      cost["multiply_adds_per_token"] as? Int
        == layers * (4 * width * width + 2 * width * (try size("intermediate_size"))))
    #expect(cost["multiply_adds_per_seen_token"] as? Int == 2 * layers * width)
    // A model that was not fetched by a name of the catalogue has no licence that is known.
    #expect(result["catalogue"] is NSNull)
    let text = try Program.run(["inspect", try Fixture.classifier.get()])
    #expect(text.output.contains("multiply-adds a token, and"), "\(text)")
  }

  @Test(.enabled(if: RealData.isAvailable))
  func `A model of the catalogue is inspected with its licence`() throws {
    let cache = HubConfiguration.fromEnvironment().cacheDirectory.path
    let place = try #require(Hub().cachedModel("all-MiniLM-L6-v2"))
    let result = try object(
      try Program.run(["inspect", place.path, "--json"], environment: ["BERTFT_CACHE": cache]).output)
    let entry = try #require(result["catalogue"] as? [String: Any])
    #expect(entry["name"] as? String == "all-MiniLM-L6-v2" && entry["licence"] as? String == "Apache-2.0")
    #expect((result["cost"] as? [String: Any])?["multiply_adds_per_token"] as? Int == 10_616_832)
  }
}
