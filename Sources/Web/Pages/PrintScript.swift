/// The script of pages that are made to be printed, at `/print.js`: offers the browser's own printing as a button.
enum PrintScript {
    static let text = """
        "use strict";
        (() => {
          const button = document.getElementById("print");
          button.hidden = false;
          button.addEventListener("click", () => window.print());
        })();

        """
}
