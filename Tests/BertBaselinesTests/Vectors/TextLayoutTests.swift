import BertBaselines
import BertStorage
import Foundation
import Testing

/// Texts of word vectors with something foreign in them: most of the lines decide, not the first one.
struct TextLayoutTests {
  private func read(_ text: String) throws -> (table: WordVectorTable, report: WordVectorFile.Conversion) {
    let folder = try VectorFolder()
    let report = try WordVectorFile.convert(folder.write(Array(text.utf8)), to: folder["native"])
    return (try WordVectorTable(contentsOf: folder["native"]), report)
  }

  private func refusal(_ text: String) throws -> VectorFileError {
    let folder = try VectorFolder()
    let error = #expect(throws: VectorFileError.self) {
      try WordVectorFile.convert(folder.write(Array(text.utf8)), to: folder["native"])
    }
    return try #require(error)
  }

  @Test(arguments: [
    "# made in 2024\nthe 1 2 3\na 4 5 6\n", "word d0 d1 d2\nthe 1 2 3\na 4 5 6\n",
    "# a comment\n2 3\nthe 1 2 3\na 4 5 6\n", "% GloVe 6B\r\nthe 1 2 3\r\na 4 5 6\r\n",
  ])
  func aForeignFirstLineIsPassedOverAndTold(_ text: String) throws {
    let (table, report) = try read(text)
    #expect(table.dimensions == 3 && table.count == 2)
    #expect(table.vector(of: "the") == [1, 2, 3] && table.vector(of: "a") == [4, 5, 6])
    #expect(report.foreignLine?.isEmpty == false)
  }

  @Test func aBlankWordIsLeftOutAndCounted() throws {
    for text in ["4 2\nthe 1 2\n 3 4\na 5 6\n\t7 8\n", "the 1 2\n 3 4\na 5 6\n\t7 8\n", " .5 4\nthe 1 2\na 5 6\n  7 8"]
    {
      let (table, report) = try read(text)
      #expect(report.words == 2 && report.blankWords == 2, "\(text)")
      #expect(table.vector(of: "a") == [5, 6] && table.dimensions == 2)
    }
    // A word that is lost makes a damaged line.
    #expect(try refusal("the 1 2\n3 4\na 5 6\n").rule == .wordMissing)
  }

  @Test func aFirstWordWithSpacesDoesNotDecide() throws {
    let (table, _) = try read(". . . 1 2\nthe 3 4\na 5 6\nat name@example.com 7 8\n")
    #expect(table.dimensions == 2 && table.vector(of: ". . .") == [1, 2])
    #expect(table.vector(of: "at name@example.com") == [7, 8])
  }

  /// gensim ends with an error at each of these lines.
  @Test(arguments: [
    ("word 0.1 0.2 0.3\n", "0.1", 4), ("word 7 1 2\n", "7", 4), ("a 3 4 an 5 6\n", "3", 4), ("a b 3 5 6\n", "3", 4),
    // In a file with such words too, what is written as a vector's number is none of a word's.
    (". . . 1 2\na 0.1234 5 6\n", "0.1234", 5), (". . . 1 2\na 3e-5 4 5\n", "3e-5", 5),
    (". . . 1 2\na 3 4 an 5 6\n", "3", 5),
  ])
  func aNumberTooManyIsRefused(_ text: String, _ number: String, _ line: Int) throws {
    let error = try refusal("the 1 2\nof 3 4\nand 5 6\n" + text)
    #expect(error.rule == .numberInWord(number, dimensions: 2) && error.place == .line(line), "\(error)")
  }

  @Test func aNumberIsPartOfAWordWhereWordsHaveSpaces() throws {
    let (table, _) = try read(
      "the 1 2\nof 3 4\nand 5 6\nto 7 8\nNew York 1 2\nWindows 10 5 6\nWeb 2.0 7 8\nWorld War 2 9 10\n1984 5 7\n")
    #expect(table.dimensions == 2 && table.count == 9)
    #expect(table.vector(of: "Windows 10") == [5, 6] && table.vector(of: "Web 2.0") == [7, 8])
    #expect(table.vector(of: "World War 2") == [9, 10] && table.vector(of: "1984") == [5, 7])
  }

  @Test(arguments: [("3 2", 2), ("3 4", 4)])
  func aHeaderWithAnotherCountIsRefused(_ header: String, _ stated: Int) throws {
    let error = try refusal(header + "\nthe 1 2 3\na 4 5 6\nan 7 8 9\n")
    #expect(error.rule == .headerDimensions(stated: stated, found: 3) && error.place == .line(1))
  }

  @Test func commasAreNamed() throws {
    for text in ["the 0,1 0,2\na 0,3 0,4\n", "2 2\nthe 0,1 0,2\na 0,3 0,4\n"] {
      #expect(try refusal(text).description.contains("comma"), "\(text)")
    }
    #expect(try refusal("the 0.1 0.2\na 0,3 0.4\n").rule == .decimalComma("0,3"))
    #expect(try refusal("word,d0,d1\nthe,0.1,0.2\na,0.3,0.4\n").rule == .separators)
    #expect(try refusal("the,0.1,0.2\na,0.3,0.4\n").rule == .separators)
  }
}
