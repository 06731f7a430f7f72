import BertData
import Foundation
import Testing
import _TestSupport

/// Golden figures: seqeval 1.2.2, by Scripts/golden/entities.py.
struct EntityTests {
  private struct Figures: Decodable {
    let decoding: [Tagged]
    let strict: [Tagged]
    let metrics: [Case]
    let whole: [Tagged]
  }
  private struct Tagged: Decodable {
    let scheme: String?
    let tags: [String]
    let entities: [Entity]

    var read: [TokenTag] { tags.compactMap { TokenTag($0) } }
    var ranges: [LabelledRange] { entities.map { LabelledRange($0.label, $0.start..<$0.end) } }
  }
  private struct Entity: Decodable {
    let label: String
    let start: Int
    let end: Int

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      label = try list.decode(String.self)
      start = try list.decode(Int.self)
      end = try list.decode(Int.self)
    }
  }
  private struct Case: Decodable {
    struct Label: Decodable {
      let label: String
      let precision, recall, f1: Double
      let support: Int
    }
    let truth, found: [[String]]
    let precision, recall, f1, macro_f1: Double
    let per_label: [Label]
  }

  private static let figures = Result { try Golden.load(Figures.self, "entities.json", target: "BertDataTests") }

  @Test("Entities as seqeval finds them by default, in odd sequences too")
  func decoding() throws {
    let cases = try Self.figures.get().decoding
    #expect(cases.count > 60)
    for item in cases { #expect(EntityDecoding.entities(item.read) == item.ranges, "\(item.tags)") }
  }

  @Test("Entities as seqeval's strict mode finds them")
  func strictDecoding() throws {
    for item in try Self.figures.get().strict {
      let scheme = try #require(item.scheme.flatMap(TagScheme.init(rawValue:)))
      #expect(EntityDecoding.entities(item.read, strictlyBy: scheme) == item.ranges, "\(scheme) \(item.tags)")
    }
  }

  /// Sequences of which seqeval's strict mode leaves no tag outside an entity.
  @Test("Entities are written in the tags that they were read from", arguments: TagScheme.allCases)
  func writing(scheme: TagScheme) throws {
    let cases = try Self.figures.get().whole.filter { $0.scheme == scheme.written.rawValue }
    #expect(cases.count == 30)
    for item in cases {
      #expect(scheme.tags(of: item.ranges, count: item.read.count) == item.read, "\(item.tags)")
      let classes = scheme.classes(of: Set(item.ranges.map(\.label)).sorted())
      #expect(Set(item.read).isSubset(of: classes) && Set(classes).count == classes.count)
    }
  }

  @Test("The classes of labels are in the order that a bundle has them")
  func classes() {
    #expect(
      TagScheme.bio.classes(of: ["LOC", "PER"]).map(\.description) == ["O", "B-LOC", "I-LOC", "B-PER", "I-PER"])
    #expect(TagScheme.bioes.classes(of: ["A"]).map(\.description) == ["O", "B-A", "I-A", "E-A", "S-A"])
    #expect(TagScheme.bilou.classes(of: ["A"]).map(\.description) == ["O", "B-A", "I-A", "L-A", "U-A"])
  }

  @Test("Precision, recall and F1 of all entities, by label and their mean")
  func metrics() throws {
    for item in try Self.figures.get().metrics {
      let read = [item.truth, item.found].map { rows in
        rows.map { EntityDecoding.entities($0.compactMap { TokenTag($0) }) }
      }
      let metrics = EntityMetrics(truth: read[0], found: read[1])
      #expect(metrics.rows == item.truth.count)
      for (value, expected) in [
        (metrics.precision, item.precision), (metrics.recall, item.recall), (metrics.f1, item.f1),
        (metrics.macroF1, item.macro_f1),
      ] { #expect(abs(value - expected) < 1e-12) }
      #expect(metrics.labels == item.per_label.map(\.label))
      for (figures, expected) in zip(metrics.perLabel, item.per_label) {
        #expect(abs(figures.precision - expected.precision) < 1e-12 && abs(figures.recall - expected.recall) < 1e-12)
        #expect(abs(figures.f1 - expected.f1) < 1e-12 && figures.support == expected.support)
      }
    }
  }

  @Test("The JSON of the figures has the documented members")
  func json() throws {
    let metrics = EntityMetrics(
      truth: [[LabelledRange("PER", 0..<2)]], found: [[LabelledRange("PER", 0..<2), LabelledRange("LOC", 3..<4)]])
    #expect(
      metrics.json
        == #"{"rows":1,"precision":0.5,"recall":1.0,"f1":0.6666666666666666,"per_label":{"LOC":{"precision":0.0,"#
        + #""recall":0.0,"f1":0.0,"support":0},"PER":{"precision":1.0,"recall":1.0,"f1":1.0,"support":1}}}"#)
  }

  @Test(
    "The scheme follows from the letters and from where entities begin",
    arguments: [
      (["B-X I-X O B-X", "I-X"], TagScheme.bio), (["I-X I-X O I-X", "I-X B-X"], .iob1), (["B-X E-X O S-X"], .bioes),
      (["B-X L-X O U-X"], .bilou), (["O O"], .bio),
    ])
  func schemes(lines: [String], scheme: TagScheme) {
    #expect(TagScheme(lines.map { $0.split(separator: " ").compactMap { TokenTag(String($0)) } }) == scheme)
  }

  @Test("BILOU's letters count as those of BIOES, and both in one file are no scheme")
  func bilou() {
    let tags = ["B-X", "I-X", "L-X", "U-X", "U-Y"].compactMap { TokenTag($0) }
    #expect(
      EntityDecoding.entities(tags) == [
        LabelledRange("X", 0..<3), LabelledRange("X", 3..<4), LabelledRange("Y", 4..<5),
      ])
    #expect(TagScheme([["S-X", "U-X"].compactMap { TokenTag($0) }]) == nil)
  }

  @Test("Supports whose sum overflows are refused")
  func supports() {
    func label(_ support: Int) -> String { #"{"precision":0,"recall":0,"f1":0,"support":\#(support)}"# }
    for (first, second) in [(Int.max, 1), (-1, 1)] {
      let labels = #"{"A":\#(label(first)),"B":\#(label(second))}"#
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(
          EntityMetrics.self,
          from: Data(#"{"rows":1,"precision":0,"recall":0,"f1":0,"per_label":\#(labels)}"#.utf8))
      }
    }
  }

  @Test("What has not the form of a tag is none", arguments: ["", "X-PER", "B-", "BPER", "O-PER", "o", "NOUN", "-PER"])
  func forms(text: String) {
    #expect(TokenTag(text) == nil)
  }
}
