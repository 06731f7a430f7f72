package import Foundation

/// The report of a run as one HTML file that needs no network, no script and no other file.
///
/// The same values give the same bytes.
package struct ReportPage: Sendable {
  /// The file's name in a bundle or a comparison's directory.
  package static let fileName = "report.html"

  /// The heading, and the window's title.
  package var title: String
  /// A sentence below the heading that says what was done.
  package var lead: String
  /// The parts, in order.
  package var sections: [any ReportSection]

  package init(title: String, lead: String, sections: [any ReportSection]) {
    self.title = title
    self.lead = lead
    self.sections = sections
  }

  /// The file's content, in UTF-8.
  package var data: Data { Data(markup.html.utf8) }

  /// The page. Its content security policy forbids the browser to run or load anything, in case a text is not escaped.
  package var markup: Markup {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <link rel="icon" href="data:,">
    <title>\(Excerpt.cut(title, to: 120))</title>
    <style>
    \(ReportStyle.sheet)
    </style>
    </head>
    <body>
    <header><h1>\(Excerpt.cut(title, to: 120))</h1><p class="lead">\(Excerpt.cut(lead, to: 600))</p>
    <nav aria-label="Contents">\(sections.map { "<a href=\"#\($0.anchor)\">\($0.title)</a>" as Markup })</nav></header>
    <main>
    \(sections.map { section -> Markup in
      """
      <section id="\(section.anchor)"><h2>\(section.title)</h2>
      \(section.body)
      </section>
      """
    })
    </main>
    </body>
    </html>

    """
  }
}
