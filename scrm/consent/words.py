"""Words by which people end marketing, per language (C-02). Compared whole, never inside a sentence.

Written in the folded form of `policy.folded`: lower case, no spaces, no punctuation.
"""

OPT_OUT = frozenset(
    {
        # English; the list that carriers and the FCC name
        *("stop", "stopall", "unsubscribe", "unsub", "cancel", "end", "quit", "revoke", "optout"),
        *("stopplease", "pleasestop", "stopit", "removeme", "nomore", "nomoremessages"),
        # Chinese, simplified and traditional
        *("退订", "退訂", "td", "t", "tdd", "取消订阅", "取消訂閱", "取消关注", "取消關注"),
        *("停止", "停止推送", "不要再发", "不要再發", "别再发了", "別再發了", "拒收", "不再接收"),
        # European languages
        *("parar", "pare", "cancelar", "baja", "darsedebaja", "alto", "salir", "sair", "remover"),
        *("arret", "arrêt", "arrêter", "arreter", "désabonner", "desabonner", "désinscription"),
        *("stopp", "abmelden", "abbestellen", "austragen", "kündigen", "basta", "ferma"),
        *("cancellami", "disiscrivi", "annulla", "afmelden", "uitschrijven", "afslut", "afmeld"),
        *("avsluta", "avanmäl", "avslutt", "meldav", "lopeta", "peru", "peruuta", "stoppa"),
        *(
            "wypisz",
            "rezygnuję",
            "rezygnacja",
            "koniec",
            "odhlásit",
            "zrušit",
            "odhlásiť",
            "zrušiť",
        ),
        *("leállítás", "leiratkozás", "leiratkozom", "dezabonare", "oprește", "opreste"),
        *("odjava", "odjavi", "prekini", "откажи", "отписване", "спри", "стоп", "отписаться"),
        *("отписка", "отменить", "відписатися", "відписка", "διακοπή", "διαγραφή"),
        *("iptal", "dur", "durdur", "abonelikiptal", "atsisakyti", "atteikties", "loobu"),
        # Asian and African languages
        *("停止する", "配信停止", "解除", "中止", "수신거부", "중지", "구독취소", "거부"),
        *("hủy", "huỷ", "huy", "dừng", "ngừng", "ยกเลิก", "หยุด", "berhenti", "henti", "batal"),
        *("रोकें", "बंद", "बंदकरें", "বন্ধ", "நிறுத்து", "acha", "simama", "sitisha"),
        *("توقف", "إيقاف", "ايقاف", "إلغاء", "الغاء", "الغاءالاشتراك", "إلغاءالاشتراك"),
        *("لغو", "הסר", "הסרה", "ביטול"),
    }
)
