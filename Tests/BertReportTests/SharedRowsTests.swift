import BertData
import BertReport
import Testing

/// What the page says of the search for near-duplicates: which rows were compared, and which were not.
struct SharedRowsTests {
  private let training = (0..<6).map { place in (0..<7).map { "w\(place)x\($0)" }.joined(separator: " ") }

  private func shared(_ held: [String], budget: Int = 100, mostRuns: Int = 100) -> DataSection.Shared {
    .init("test", NearDuplicates(training: training, held: held, budget: budget, mostRuns: mostRuns))
  }

  @Test func aWholeSearchSaysSo() {
    let found = shared([training[2], "something else entirely"])
    #expect(
      found.note.html
        == "<p><b>1</b> of 2 test texts is nearly the same as a training text, 1 of them word for word. The "
        + "classifier can answer them from memory, so the figures are too good. All of them were compared with all 6 "
        + "training texts.</p>")
    #expect(
      shared(["something else entirely"]).note.html
        == "<p>No near-duplicate of a training text was found among 1 test text. All of them were compared with all 6 "
        + "training texts.</p>")
  }

  @Test func trainingTextsLeftOutAreCounted() {
    let found = shared(training, mostRuns: 12)
    #expect(found.note.html.contains("<b>At least 3</b> of 6 test texts are"))
    #expect(found.scope == "All of them were compared with the first 3 of 6 training texts.")
  }

  @Test func heldTextsLeftOutAreCounted() {
    // The second wants a comparison: one word more than a training text.
    let held = ["something else entirely", training[0] + " more", "more", training[1]]
    let found = shared(held, budget: 0, mostRuns: 12)
    #expect(found.note.html.contains("<b>At least 1</b> of 4 test texts is"))
    #expect(
      found.scope
        == "The first 1 of them were compared with the first 3 of 6 training texts; the other 3 only with "
        + "training texts of the same words in the same order.")
  }

  @Test func longTextsAreMentioned() {
    let long = (0...Shingles.longestText).map { "w\($0)" }.joined(separator: " ")
    #expect(
      shared([long]).scope
        == "All of them were compared with all 6 training texts. Of 1 text with more than 2,000 words only the "
        + "beginning was compared.")
  }

  @Test func partsThatWereNotComparedAreNamed() {
    var section = DataSection(labels: ["a"], parts: [.init("training", counts: [6])])
    section.shared = [shared([training[0]])]
    #expect(!section.body.html.contains("with one another"))
    #expect(section.body.html.contains("at least 80.0 % of the runs of three words"))
    section.shared.append(shared(["else"]))
    #expect(section.body.html.contains("The held-out parts were not compared with one another."))
  }
}
