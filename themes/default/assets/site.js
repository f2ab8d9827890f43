// enhancement
