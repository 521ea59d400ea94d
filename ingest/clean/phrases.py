"""The wordings of page furniture, by language: lines that are nothing else, and headings that close an article."""

from __future__ import annotations


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.replace("\n", " ").split("|"))


ALONE = _phrases(
    """advertisement|advertisements|advertising|advertisement continue reading the main story|sponsored
    |sponsored content|paid content|paid post|promoted|share|share this|share article|share story|share this article
    |share this story|share this post|share this page|share this entry|share this video|share on facebook
    |share on twitter|share on x|share on whatsapp|share via email|share options|share full article|sharing
    |social sharing|shares|tweet|retweet|print|print this page|print article|save|save article|save story|savesave
    |copy link|link copied|copied|email this article|email this story|gift article|gift this article|text size
    |font size|listen|listen to this article|listen to article|play|pause|mute|unmute|replay|autoplay|play video
    |play audio|watch now|watch live|now playing|up next|next up|loading|loading video|video player loading
    |video player is loading|video loading|this is a modal window|video unavailable|this video is not available
    |this content is not available|unable to load content|content could not be loaded|scroll to continue
    |scroll for more|scroll down for more|scroll for video|scroll down for video|scroll below for video|swipe
    |tap to expand|expand|collapse|toggle caption|hide caption|enlarge this image|enlarge image|view gallery
    |open gallery|back to gallery|view image in fullscreen|open image modal|view fullscreen|photo|photos|video|videos
    |image|images|audio|gallery|photo gallery|slideshow|article content|story highlights|learn more|find out more
    |read more|read full story|read full article|read the full story|read the full article|continue reading|continue
    |keep reading|see more|see also|see all|load more|load more comments|show more|show less|view more|view all|more
    |next|previous|prev|prev next|previous next|next article|previous article|next post|previous post|next story
    |previous story|subscribe|subscribe now|subscribe today|subscribe for free|subscribe to continue
    |start your free trial|start free trial|sign in|sign up|sign up now|sign up here|log in|login|logout|log out
    |register|register now|register for free|create an account|create account|my account|manage account
    |already a subscriber?|already a member?|already have an account?|not a member?|become a member|donate|donate now
    |support us|support our work|menu|open menu|close menu|main menu|skip to content|skip to main content
    |skip to navigation|skip navigation|skip ad|skip advertisement|skip|jump to content|toggle navigation
    |open navigation menu|search|open search|close search|close|dismiss|original source|source link|view original
    |view source|view comments|show comments|hide comments|view all comments|read comments|comments are closed
    |comments have been closed|post a comment|add a comment|add comment|write a comment|reply|report ad
    |report this ad|report an error|report a typo|report a correction|submit a correction|back to top
    |table of contents|in this article|live updates|follow|follow us|unfollow|like us on facebook|add to favourites
    |add to favorites|bookmark|make us preferred on google|add us on google|follow topics & set alerts with mynews
    |get more with mynews|privacy policy|terms of use|terms of service|terms and conditions|terms & conditions
    |cookie policy|cookie settings|cookie preferences|manage cookies|manage consent|manage preferences
    |privacy settings|your privacy choices|do not sell my personal information
    |do not sell or share my personal information|accept|accept all|accept cookies|accept all cookies|reject all
    |i accept|i agree|got it|contact us|about us|advertise with us|help center|email address|your email address
    |enter your email|by email|add interest|enable notifications|turn on notifications|not now|allow notifications
    |most popular videos|all rights reserved|was this helpful?|was this article helpful?|thank you for your feedback
    |thanks for subscribing|pr newswire|buy now|shop now|view offer|view more offers|check price|story saved
    |enjoyed this story?|want to join the discussion?|add to your saved stories|feel free to contribute
    |forgot password?|required fields are marked|external content|published|updated|last updated|published on
    |posted on|last modified|copy link urlcopied|aktualisiert|veröffentlicht am|mis à jour|publié|publicado
    |actualizado|aggiornato|this advertisement has not loaded yet|story continues below|story continues
    |story continues below ad|article continues below|article continues after ad
    |article continues after advertisement|subscriber only|subscribers only|for subscribers|exclusive to subscribers
    |already subscribed? log in|select a language|ad|ads|buy us a coffee|buy me a coffee|support us on patreon
    |explore more on these topics|reuse this content|unsubscribe|story continues below advertisement|end|ends
    |end of story

    |anzeige|anzeigen|werbung|anzeige – bitte scrollen|advertorial|teilen|artikel teilen|drucken|artikel drucken
    |merken|artikel merken|link kopieren|link kopiert|per e-mail teilen|facebook teilen|vorlesen|artikel anhören
    |zur startseite|startseite|nach oben|weiterlesen|mehr lesen|mehr anzeigen|mehr erfahren|weitere artikel
    |zum artikel|kommentieren|kommentar schreiben|jetzt kommentieren|kommentare anzeigen|alle kommentare anzeigen
    |anmelden|einloggen|registrieren|jetzt registrieren|abonnieren|jetzt abonnieren|jetzt anmelden|jetzt testen
    |newsletter abonnieren|impressum|datenschutz|datenschutzerklärung|agb|cookie-einstellungen
    |privatsphäre-einstellungen ändern|externer inhalt nicht verfügbar|externer inhalt|externen inhalt laden
    |inhalte anzeigen|zustimmen|akzeptieren|alle akzeptieren|bildergalerie|bild vergrößern|zum hauptinhalt springen
    |zum inhalt springen|suche öffnen|menü öffnen|menü|video laden|fehler melden|feedback

    |publicité|la suite après la publicité|la suite après cette publicité|article réservé aux abonnés
    |réservé aux abonnés|partager|partager l'article|partager sur facebook|partager sur twitter|imprimer|enregistrer
    |offrir cet article|copier le lien|lien copié|écouter l'article|lire la suite|lire plus|voir plus|en savoir plus
    |s'abonner|je m'abonne|abonnez-vous|se connecter|connexion|s'inscrire|je m'inscris|ajouter à vos favoris|réagir
    |commenter|retour en haut|aller au contenu|accepter|tout accepter|tout refuser|mentions légales
    |politique de confidentialité

    |publicidad|compartir|compartir en facebook|compartir en twitter|imprimir|guardar|copiar enlace|enlace copiado
    |escuchar|leer más|ver más|ver todo|más información|saber más|seguir leyendo|continuar leyendo|suscríbete
    |suscribirse|suscríbase|iniciar sesión|regístrate|comentar|ir al contenido|ir a comentarios|aceptar|aceptar todo
    |aviso legal|política de privacidad|política de cookies

    |pubblicità|condividi|condividi su facebook|stampa|salva|copia link|ascolta l'articolo|leggi tutto|leggi di più
    |continua a leggere|mostra di più|abbonati|accedi|registrati|iscriviti|riproduzione riservata
    |© riproduzione riservata|commenta|lascia un commento|accetta|accetta tutto

    |publicidade|continua após a publicidade|continua depois da publicidade|compartilhe|compartilhar|partilhar
    |partilhe|imprimir artigo|copiar link|link copiado|ouvir|leia mais|ler mais|ver mais|saiba mais|continuar lendo
    |assine|assinar|assine já|entrar|cadastre-se|aceitar

    |advertentie|delen|deel dit artikel|deel artikel|opslaan|link kopiëren|lees meer|lees verder|meer lezen|toon meer
    |inloggen|aanmelden|abonneren|word abonnee|reageer|reageren|naar boven|accepteren

    |reklama|udostępnij|drukuj|zapisz|kopiuj link|czytaj dalej|czytaj więcej|zobacz więcej|pokaż więcej|zaloguj się
    |zaloguj|subskrybuj|skomentuj|akceptuję|dalszy ciąg materiału pod wideo|dalsza część artykułu pod wideo
    |dalsza część tekstu pod wideo|dalszy ciąg artykułu pod materiałem wideo

    |annons|annonse|annonce|artikeln fortsätter under annonsen|artikkelen fortsetter under annonsen|dela|reklam
    |mainos|sdílet|reklám|hirdetés"""
)
"""A line that is one of these and nothing else, in lower case and without the marks around it."""

SHARE = _phrases(
    """facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|tumblr|instagram|youtube|tiktok|threads|bluesky
    |mastodon|flipboard|messenger|email|e-mail|mail|sms|rss|google|google+|google news|copy link|link|link kopieren
    |share|print|save|pocket|line|viber|vk|xing|snapchat|tweet|copy|more|share on|bookmark|comments|feedly
    |truth social|gab|parler|gettr|facebook messenger|x (twitter)|twitter/x|weibo|wechat|odnoklassniki|mix|digg|skype
    |stumbleupon|imprimer|teilen|drucken|partager|compartir|condividi|stampa|imprimir|merken"""
)
"""Buttons of a bar to share with: furniture where at least two of them stand together."""

RELATED = _phrases(
    """related|related articles|related article|related posts|related stories|related story|related content|related news
    |related topics|related coverage|related video|related videos|related links|related reading|similar posts
    |similar articles|similar stories|you may also like|you might also like|you might like|you may be interested in
    |you might be interested in|you may like these posts|people also read|recommended|recommended for you
    |recommended stories|recommended articles|recommended reading|recommended videos|read next|what to read next
    |up next|read also|also read|see also|more stories|more news|more on this story|more on this topic|more on this
    |more like this|more from the web|from around the web|around the web|from our partners|from the web
    |sponsored links|sponsored stories|promoted links|promoted stories|promoted content|you may have missed
    |in case you missed it|don't miss|must read|must reads|further reading|explore more|keep reading|trending
    |trending now|trending news|trending stories|trending topics|most read|most popular|most viewed|most shared
    |most commented|most recent|popular|popular stories|popular posts|popular now|popular news|latest|latest news
    |latest stories|latest articles|latest posts|latest headlines|top stories|top news|top headlines|editors' picks
    |editor's picks|editor's pick|editor's choice|staff picks|recent posts|recent articles|recent stories
    |other stories|other news|what's new|on our radar|newsletter|newsletters|our newsletters
    |sign up for our newsletter|stay connected|stay informed|stay in touch|follow us|share your thoughts
    |today's top stories|read more

    |mehr zum thema|lesen sie auch|lesen sie mehr|lest auch|auch interessant|das könnte sie auch interessieren
    |das könnte dich auch interessieren|das könnte ihnen auch gefallen|meistgelesen|meistgelesene artikel
    |ähnliche artikel|weitere artikel|weitere themen|empfehlungen|empfehlungen der redaktion|verwandte artikel
    |verwandte themen|themen des artikels|lesen sie dazu auch|passend zum thema|neueste artikel

    |à lire aussi|a lire aussi|lire aussi|à lire également|lire également|sur le même sujet|sur le même thème
    |dans la même rubrique|articles liés|articles similaires|à voir aussi|voir aussi|les plus lus|le plus lu
    |vous aimerez aussi|nos lecteurs ont lu ensuite|à découvrir|à ne pas manquer|pour aller plus loin|sur ce sujet

    |te puede interesar|le puede interesar|también te puede interesar|te recomendamos|le recomendamos|lea también
    |lee también|leer también|vea también|más noticias|noticias relacionadas|artículos relacionados
    |temas relacionados|contenido relacionado|lo más leído|lo más visto|lo último|últimas noticias
    |más sobre este tema|archivado en

    |leggi anche|articoli correlati|potrebbe interessarti|potrebbe interessarti anche|ti potrebbe interessare
    |i più letti|più letti|le ultime notizie|vedi anche|correlati|raccomandati per te

    |leia também|leia ainda|veja também|veja mais|mais lidas|mais lidos|notícias relacionadas|artigos relacionados
    |você também pode gostar|pode interessar-lhe|últimas notícias|relacionadas|recomendadas para você

    |lees ook|meer over dit onderwerp|meest gelezen|gerelateerde artikelen|meer nieuws|bekijk ook|aanbevolen

    |czytaj także|czytaj też|czytaj również|zobacz także|zobacz też|zobacz również|przeczytaj także|przeczytaj też
    |polecamy|polecane|powiązane artykuły|najnowsze|najpopularniejsze|najczęściej czytane|podobne artykuły

    |läs också|läs även|les også|læs også|lue myös|čtěte také|související|mohlo by vás zajímat|kapcsolódó cikkek"""
)
"""A heading above links to other articles."""

COMMENTS = _phrases(
    """comments|comment|leave a comment|leave a reply|leave your comment|join the conversation|join the discussion
    |have your say|start the conversation|be the first to comment|no comments yet|no comments|post comment
    |reader comments|readers' comments|comment on this story|facebook comments|disqus comments|latest comments
    |top comments|kommentare|leserkommentare|diskutieren sie mit|ihr kommentar|commentaires|les commentaires
    |vos commentaires|laisser un commentaire|comentarios|deja un comentario|deja tu comentario|commenti|comentários
    |deixe um comentário|deixe seu comentário|reacties|komentarze|dodaj komentarz|kommentarer|komentáře|diskuze"""
)

AUTHORS = _phrases(
    """about the author|about the authors|about author|about the writer|author|authors|written by|author of the article
    |author bio|meet the author|über den autor|über die autorin|zum autor|zur autorin|der autor|die autorin
    |à propos de l'auteur|sobre el autor|sobre la autora|acerca del autor|sull'autore|sobre o autor|sobre a autora
    |over de auteur|o autorze"""
)

CLOSING = (RELATED | COMMENTS | AUTHORS | {"original source", "source link", "tags", "topics"}) - {"author", "authors"}
"""What heads a closing section: where no paragraph follows, nothing of the article does."""
